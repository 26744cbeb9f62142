-- Who needs a correction now, and which reply said so.
SELECT r.registration_id, v.verdict_epoch, v.verdict_gen, v.verdict_n
FROM registration r JOIN revision v ON v.number = r.answered
WHERE r.facts = :facts;
