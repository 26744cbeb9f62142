SELECT device_id, village, refused, first_at, last_at FROM pending_device ORDER BY last_at DESC, device_id
