SELECT b.batch_id, b.file_hash, r.bytes, e.gen, e.n, e.epoch_id, b.state, coalesce(r.gen < e.gen, 1), b.entries,
    (SELECT count(*) FROM arrival AS a WHERE a.batch_id = b.batch_id)
FROM epoch AS e
JOIN batch AS b USING (epoch_id)
LEFT JOIN reply AS r USING (batch_id)
WHERE e.device_id = :device_id AND e.epoch = :epoch AND b.seq = :seq
