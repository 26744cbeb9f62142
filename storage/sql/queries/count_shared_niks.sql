-- Of these people, those whose NIK somebody else here has who is not withdrawn.
SELECT count(*)
FROM json_each(:people) AS one
WHERE EXISTS (SELECT 1 FROM registration o
              WHERE o.nik = one.value ->> 1 AND o.registration_id <> unhex(one.value ->> 0)
                  AND o.withdrawn = 0 AND o.facts IS NOT NULL);
