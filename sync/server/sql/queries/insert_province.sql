INSERT INTO province (province_id, name, manifest, made_at) VALUES (1, :name, :manifest, :made_at)
