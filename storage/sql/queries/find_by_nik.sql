-- People who are not withdrawn; when there are none, the withdrawn.
SELECT r.registration_id
FROM registration r
WHERE r.nik = :nik AND r.facts IS NOT NULL
    AND r.withdrawn = (SELECT min(o.withdrawn) FROM registration o WHERE o.nik = :nik AND o.facts IS NOT NULL)
LIMIT 2;
