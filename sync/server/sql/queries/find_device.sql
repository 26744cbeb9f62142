SELECT village, state, recipient FROM device WHERE device_id = :device_id
