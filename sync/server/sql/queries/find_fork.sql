SELECT f.reply
FROM epoch AS e JOIN fork AS f USING (epoch_id)
WHERE e.device_id = :device_id AND e.epoch = :epoch AND f.seq = :seq AND f.file_hash = :file_hash
