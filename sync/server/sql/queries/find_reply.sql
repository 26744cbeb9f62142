SELECT r.bytes, e.gen, e.n
FROM epoch AS e JOIN reply AS r USING (epoch_id)
WHERE e.device_id = :device_id AND e.epoch = :epoch AND r.gen = :gen AND r.n = :n
