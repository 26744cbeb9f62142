SELECT count(*), coalesce(sum(length(b.bytes)), 0)
FROM epoch AS e JOIN batch AS b USING (epoch_id)
WHERE e.device_id = :device_id AND b.state = 'quarantined'
