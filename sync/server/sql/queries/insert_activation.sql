INSERT INTO activation (activation_id, village, code_hash, uses, with_register, made_at, expires_at)
VALUES (:activation_id, :village, :code_hash, :uses, :with_register, :made_at, :expires_at)
