INSERT INTO duplicate_key (key, registration_id)
SELECT value ->> 0, unhex(value ->> 1) FROM json_each(:rows) WHERE true
ON CONFLICT DO NOTHING;
