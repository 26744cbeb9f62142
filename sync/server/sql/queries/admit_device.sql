INSERT INTO device (device_id, village, state, recipient, machine, registered_at, seen_at)
SELECT device_id, village, 'active', recipient, machine, :now, last_at FROM pending_device WHERE device_id = :device_id
