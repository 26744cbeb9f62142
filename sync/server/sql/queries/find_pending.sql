SELECT village, recipient, machine FROM pending_device WHERE device_id = :device_id
