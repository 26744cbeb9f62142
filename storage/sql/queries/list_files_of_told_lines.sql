-- Of those lines that stand in no file of ours, and of which no later word holds. One that stands beside a line of ours
-- has no answer.
SELECT DISTINCT came_epoch, came_seq FROM revision
WHERE came_epoch IS NOT NULL AND batch_id IS NULL
    AND (travels = 0 OR (verdict_epoch, verdict_gen, verdict_n) <= (:epoch, :gen, :n));
