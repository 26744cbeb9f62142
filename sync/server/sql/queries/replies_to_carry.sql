-- What the devices of a village have not told us they applied.
SELECT r.bytes
FROM device AS d
JOIN epoch AS e USING (device_id)
JOIN reply AS r ON r.epoch_id = e.epoch_id AND r.gen = e.gen AND r.n > e.ack
WHERE d.village = :village
ORDER BY r.made_at, r.epoch_id, r.n
LIMIT :limit OFFSET :offset
