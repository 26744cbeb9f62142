DELETE FROM draft
WHERE registration_id IN (SELECT registration_id FROM registration WHERE import_id = :import_id);
