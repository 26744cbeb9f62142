INSERT INTO registration (registration_id, newest, name, search, nik, birth_date, changed_at)
VALUES (:registration_id, :newest, :name, :search, :nik, :birth_date, :changed_at)
ON CONFLICT (registration_id) DO UPDATE
SET newest = excluded.newest, name = excluded.name, search = excluded.search, nik = excluded.nik,
    birth_date = excluded.birth_date, changed_at = excluded.changed_at, withdrawn = 0, to_check = 0;
