INSERT INTO epoch (device_id, epoch, begun_at) VALUES (:device_id, :epoch, :now) RETURNING epoch_id
