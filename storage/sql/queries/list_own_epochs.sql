-- The current one first.
SELECT e.epoch, coalesce((SELECT max(b.seq) FROM batch b WHERE b.epoch = e.epoch), 0)
FROM epoch e
ORDER BY e.number DESC
LIMIT :limit;
