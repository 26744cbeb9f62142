DELETE FROM duplicate_key
WHERE (key, registration_id) IN (SELECT value ->> 0, unhex(value ->> 1) FROM json_each(:rows));
