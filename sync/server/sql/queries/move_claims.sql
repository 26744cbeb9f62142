UPDATE registration SET state = moved.value ->> 1
FROM json_each(:rows) AS moved
WHERE registration.registration_id = unhex(moved.value ->> 0)
