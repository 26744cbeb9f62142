UPDATE revision SET travels = 0
WHERE registration_id IN (SELECT registration_id FROM registration WHERE import_id = :import_id);
