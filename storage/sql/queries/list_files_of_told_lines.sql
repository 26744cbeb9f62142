-- Of those lines that stand in no file of ours, and of which no later word holds.
SELECT DISTINCT came_epoch, came_seq FROM revision
WHERE came_epoch IS NOT NULL AND batch_id IS NULL AND travels = 1
    AND (verdict_epoch, verdict_gen, verdict_n) <= (:epoch, :gen, :n);
