SELECT registration_id, newest, name, search, nik, birth_date, changed_at, withdrawn, import_id,
    to_check
FROM registration
ORDER BY rowid;
