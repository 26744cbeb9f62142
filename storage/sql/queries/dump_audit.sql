SELECT number, at, officer_id, action, object, content, hash
FROM audit
ORDER BY number;
