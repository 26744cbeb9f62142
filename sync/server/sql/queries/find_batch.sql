SELECT b.batch_id, b.file_hash, r.bytes, e.gen, e.n
FROM epoch AS e
JOIN batch AS b USING (epoch_id)
LEFT JOIN reply AS r USING (batch_id)
WHERE e.device_id = :device_id AND e.epoch = :epoch AND b.seq = :seq
