INSERT INTO registration
    (registration_id, newest, name, search, nik, birth_date, changed_at, import_id, to_check)
VALUES (:registration_id, :newest, :name, :search, :nik, :birth_date, :changed_at, :import_id, :to_check);
