SELECT number, import_id, at, officer_id, file_name, people, undone_at
FROM import
ORDER BY number;
