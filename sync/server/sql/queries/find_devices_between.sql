SELECT device_id FROM device WHERE device_id BETWEEN :low AND :high LIMIT 2
