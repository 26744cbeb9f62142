SELECT device_id, village, state, registered_at, seen_at, with_register FROM device ORDER BY registered_at, device_id
