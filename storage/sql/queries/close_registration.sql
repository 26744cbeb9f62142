UPDATE registration
SET newest = :newest, changed_at = :changed_at, withdrawn = 1, to_check = 0
WHERE registration_id = :registration_id;
