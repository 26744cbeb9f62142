-- With the first line of each that the province took in.
SELECT e.epoch, (
    SELECT v.rev
    FROM batch b JOIN sealing s ON s.batch_id = b.batch_id JOIN revision v ON v.number = s.number
    WHERE b.epoch = e.epoch AND b.receipt = 'received' AND coalesce(v.verdict_code, '') <> 'refused'
    ORDER BY b.seq, s.line
    LIMIT 1) AS rev
FROM epoch e
WHERE e.number < (SELECT max(number) FROM epoch) AND rev IS NOT NULL
ORDER BY e.number DESC
LIMIT :limit;
