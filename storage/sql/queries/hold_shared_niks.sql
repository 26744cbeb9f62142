-- This laptop's own judgement, as when such a person is saved here.
UPDATE revision SET verdict_code = 'held', verdict_detail = '{"reason":"GANDA"}'
WHERE verdict_code IS NULL
    AND number IN (SELECT r.newest
                   FROM json_each(:people) AS one
                   CROSS JOIN registration r ON r.registration_id = unhex(one.value ->> 0)
                   WHERE EXISTS (SELECT 1 FROM registration o
                                 WHERE o.nik = r.nik AND o.registration_id <> r.registration_id
                                     AND o.withdrawn = 0 AND o.facts IS NOT NULL));
