SELECT verdict_detail FROM revision
WHERE registration_id = :registration_id AND verdict_code = 'conflict'
ORDER BY number DESC;
