-- The newest revision that travels speaks again.
UPDATE registration
SET (newest, withdrawn) =
    (SELECT v.number, v.type = 'withdrawal' FROM revision v
     WHERE v.registration_id = registration.registration_id AND v.travels = 1 AND v.beside = 0
     ORDER BY v.number DESC LIMIT 1),
    changed_at = :changed_at
WHERE registration_id = :registration_id;
