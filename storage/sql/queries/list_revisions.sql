SELECT v.rev, v.number, v.line, b.epoch, b.seq, v.verdict_code, v.verdict_detail, v.verdict_at, v.travels,
    EXISTS (SELECT 1 FROM sealing s WHERE s.number = v.number) AS was_sealed,
    v.came_epoch IS NOT NULL, v.beside
FROM revision v LEFT JOIN batch b ON b.batch_id = v.batch_id
WHERE v.registration_id = :registration_id
ORDER BY v.number;
