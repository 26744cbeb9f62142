-- The line that speaks for a registration, whether it still waits for the province to agree, and the answers before it.
SELECT v.line,
    v.travels = 1 AND (v.verdict_n IS NULL OR v.verdict_code IN ('conflict', 'held')),
    (SELECT f.line FROM revision f
     WHERE f.registration_id = r.registration_id AND f.type = 'registration' AND f.number <= r.newest AND f.beside = 0
     ORDER BY f.number DESC LIMIT 1),
    r.newest
FROM registration r JOIN revision v ON v.number = r.newest
WHERE r.registration_id = :registration_id;
