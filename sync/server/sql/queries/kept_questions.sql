SELECT e.epoch_id, e.records_asked
FROM epoch AS e JOIN device AS d USING (device_id)
WHERE e.records_asked IS NOT NULL AND d.state = 'active'
