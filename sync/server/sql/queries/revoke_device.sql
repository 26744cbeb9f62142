UPDATE device SET state = 'revoked', revoked_at = :now WHERE device_id = :device_id AND state = 'active'
