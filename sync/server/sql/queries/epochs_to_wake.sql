-- Epochs that see this one because their device has the village's register, unless a reply that they did not ask for was
-- written since they last sent something: by that one they come to hear of everything.
SELECT now.epoch_id
FROM village_sight AS v
JOIN epoch AS now ON now.epoch_id = v.epoch_id
JOIN device AS d ON d.device_id = now.device_id
LEFT JOIN reply AS r ON r.epoch_id = now.epoch_id AND r.gen = now.gen AND r.n = now.n AND r.batch_id IS NULL
WHERE v.seen_id = :epoch_id AND v.epoch_id <> :epoch_id AND d.state = 'active'
    AND (r.epoch_id IS NULL OR r.made_at <= (
        SELECT b.received_at FROM batch AS b WHERE b.epoch_id = now.epoch_id ORDER BY b.seq DESC LIMIT 1))
