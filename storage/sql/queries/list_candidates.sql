SELECT r.registration_id, v.line
FROM registration r JOIN revision v ON v.number = r.newest
WHERE r.registration_id IN (
    SELECT registration_id FROM duplicate_key WHERE key IN (SELECT value FROM json_each(:keys)));
