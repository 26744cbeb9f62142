SELECT i.people,
    i.undone_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM registration r
        JOIN revision v ON v.registration_id = r.registration_id
        JOIN sealing s ON s.number = v.number
        WHERE r.import_id = i.import_id) AS can_be_undone
FROM import i
WHERE i.import_id = :import_id;
