-- Epochs that see this one because their device has the village's register, and were not woken since they last sent
-- something: who was comes to hear of everything.
SELECT now.epoch_id
FROM village_sight AS v
JOIN epoch AS now ON now.epoch_id = v.epoch_id
JOIN device AS d ON d.device_id = now.device_id
WHERE v.seen_id = :epoch_id AND v.epoch_id <> :epoch_id AND d.state = 'active'
    AND (now.woken_after IS NULL
        OR now.woken_after < (SELECT max(batch_id) FROM batch AS b WHERE b.epoch_id = now.epoch_id))
