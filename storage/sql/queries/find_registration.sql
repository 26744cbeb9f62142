SELECT r.newest, v.rev, v.line, r.withdrawn, r.facts, r.answered, r.to_check
FROM registration r JOIN revision v ON v.number = r.newest
WHERE r.registration_id = :registration_id AND r.facts IS NOT NULL;
