SELECT r.bytes
FROM epoch AS e JOIN reply AS r USING (epoch_id)
WHERE e.device_id = :device_id AND e.epoch = :epoch AND r.gen = :gen AND r.n = :n
