SELECT r.registration_id, v.line
FROM registration r JOIN revision v ON v.number = r.newest
WHERE r.import_id = :import_id;
