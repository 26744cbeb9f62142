-- Whose lines stand in no file that the province holds.
SELECT DISTINCT v.registration_id
FROM sealing x JOIN revision v ON v.number = x.number
WHERE x.batch_id = :batch_id
    AND NOT EXISTS (SELECT 1 FROM sealing s JOIN batch b ON b.batch_id = s.batch_id
                    WHERE s.number = v.number AND b.receipt IN ('received', 'quarantined'));
