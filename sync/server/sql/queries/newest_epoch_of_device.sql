SELECT max(e.epoch_id) FROM epoch AS e JOIN device AS d USING (device_id) WHERE e.device_id = :device_id AND d.state = 'active'
