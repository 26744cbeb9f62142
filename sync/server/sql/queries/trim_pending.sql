DELETE FROM pending_device WHERE device_id NOT IN (SELECT device_id FROM pending_device ORDER BY last_at DESC LIMIT :keep)
