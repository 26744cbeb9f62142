-- What has been asked in the current epoch, and since when nothing was heard.
SELECT
    (SELECT max(b.sealed_at) FROM batch b WHERE b.asks = 1),
    EXISTS (SELECT 1 FROM batch b WHERE b.asks = 1 AND b.epoch = e.epoch AND b.receipt = ''),
    (SELECT b.app FROM batch b WHERE b.batch_id = (SELECT max(batch_id) FROM batch)),
    (SELECT max(batch_id) FROM batch) IS NOT NULL,
    coalesce((SELECT max(r.applied_at) FROM reply r WHERE r.epoch = e.epoch), e.began_at),
    -- Of the newest reply, when none is missing below it.
    newest.sum_files, newest.sum_mix,
    EXISTS (SELECT 1 FROM noted_file f WHERE f.filled = 0)
FROM epoch e
LEFT JOIN reply newest ON newest.epoch = e.epoch AND newest.gen = e.gen AND newest.n = e.ack
    AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.epoch = e.epoch AND r.gen = e.gen AND r.n > e.ack)
WHERE e.number = (SELECT max(number) FROM epoch);
