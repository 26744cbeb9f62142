SELECT r.registration_id, v.line
FROM registration r JOIN revision v ON v.number = r.newest
WHERE r.withdrawn = 0 AND r.facts IS NOT NULL;
