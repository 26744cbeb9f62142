-- The current one first. Of one that was left a file without a receipt is perhaps another laptop's under that number.
SELECT e.epoch, coalesce(
    iif(e.number < (SELECT max(number) FROM epoch),
        (SELECT min(b.seq) - 1 FROM batch b WHERE b.epoch = e.epoch AND b.receipt <> 'received'),
        NULL),
    (SELECT max(b.seq) FROM batch b WHERE b.epoch = e.epoch),
    0)
FROM epoch e
ORDER BY e.number DESC
LIMIT :limit;
