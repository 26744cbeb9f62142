INSERT INTO duplicate_key (key, registration_id) VALUES (:key, :registration_id)
ON CONFLICT DO NOTHING;
