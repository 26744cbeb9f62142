SELECT audit_id, at, action, object, hash FROM audit ORDER BY audit_id
