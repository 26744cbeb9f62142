UPDATE registration
SET newest = :newest, name = :name, search = :search, nik = :nik, birth_date = :birth_date,
    changed_at = :changed_at, to_check = 0, withdrawn = 0
WHERE registration_id = :registration_id;
