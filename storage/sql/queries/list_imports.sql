SELECT i.import_id, i.at, i.file_name, i.people,
    i.undone_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM registration r
        JOIN revision v ON v.registration_id = r.registration_id
        JOIN sealing s ON s.number = v.number
        WHERE r.import_id = i.import_id) AS can_be_undone
FROM import i
ORDER BY i.number DESC;
