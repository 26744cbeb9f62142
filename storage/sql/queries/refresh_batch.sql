UPDATE registration SET (answered, facts) =
    (SELECT f.answered, f.facts FROM registration_fact f
     WHERE f.registration_id = registration.registration_id)
WHERE registration_id IN (
    SELECT v.registration_id FROM sealing s JOIN revision v ON v.number = s.number
    WHERE s.batch_id = :batch_id);
