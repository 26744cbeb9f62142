DELETE FROM duplicate_key WHERE key = :key AND registration_id = :registration_id;
