INSERT INTO epoch (epoch, device_id, why, began_at) VALUES (:epoch, :device_id, :why, :began_at);
