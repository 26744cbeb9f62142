SELECT registration_id, village, state, rev, fields, returned, registered_at, changed_at
FROM registration
WHERE registration_id > :after
ORDER BY registration_id LIMIT :limit
