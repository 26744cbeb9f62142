INSERT INTO village (village, name) VALUES (:village, :name)
ON CONFLICT (village) DO UPDATE SET name = excluded.name
