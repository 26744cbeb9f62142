SELECT b.batch_id, e.epoch_id, b.bytes
FROM epoch AS e JOIN batch AS b USING (epoch_id)
WHERE e.device_id = :device_id AND b.state = 'quarantined'
ORDER BY b.batch_id
