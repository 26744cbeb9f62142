-- Of registrations that a withdrawal names as the same person.
SELECT registration_id, village, state
FROM registration
WHERE registration_id IN (SELECT unhex(value) FROM json_each(:ids))
