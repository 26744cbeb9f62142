SELECT activation_id, village, uses, used, expires_at FROM activation WHERE code_hash = :code_hash
