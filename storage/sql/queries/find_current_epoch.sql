SELECT
    e.epoch, e.why, e.gen, e.ack, e.have_upto, e.have_missing,
    -- A hello that was received since has been accepted.
    e.hello_problem IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM batch h WHERE h.epoch = e.epoch AND h.seq = 1 AND h.received_at IS NOT NULL),
    (SELECT p.epoch FROM epoch p WHERE p.number < e.number ORDER BY p.number DESC LIMIT 1) AS from_epoch,
    b.seq, b.file
FROM epoch e
LEFT JOIN batch b ON b.epoch = e.epoch
    AND b.seq = (SELECT max(seq) FROM batch WHERE epoch = e.epoch)
WHERE e.number = (SELECT max(number) FROM epoch);
