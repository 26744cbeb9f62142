SELECT device_id, village, state, registered_at, seen_at FROM device ORDER BY registered_at, device_id
