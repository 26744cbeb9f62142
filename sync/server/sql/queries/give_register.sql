UPDATE device SET with_register = 1 WHERE device_id = :device_id RETURNING village
