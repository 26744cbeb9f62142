SELECT registration_id, village, state, nik, rev, heads, fields, returned, claimed, registered_at, returned_note
FROM registration
WHERE registration_id IN (SELECT unhex(value) FROM json_each(:ids))
