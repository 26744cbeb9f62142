SELECT device_id FROM pending_device WHERE device_id BETWEEN :low AND :high LIMIT 2
