UPDATE registration SET (answered, facts) =
    (SELECT f.answered, f.facts FROM registration_fact f
     WHERE f.registration_id = registration.registration_id)
WHERE import_id = :import_id;
