SELECT hash FROM audit ORDER BY audit_id DESC LIMIT 1
