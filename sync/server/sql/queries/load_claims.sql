SELECT registration_id, village, state, nik, claimed, registered_at
FROM registration
WHERE nik IN (SELECT value FROM json_each(:niks)) AND state IN ('live', 'disputed')
