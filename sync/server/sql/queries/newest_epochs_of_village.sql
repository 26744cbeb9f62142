-- The epoch in which each active device of the village speaks now.
SELECT max(e.epoch_id)
FROM device AS d JOIN epoch AS e USING (device_id)
WHERE d.village = :village AND d.state = 'active' AND d.device_id <> :except
GROUP BY d.device_id
