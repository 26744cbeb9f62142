-- Every line here of these registrations.
SELECT r.registration_id, r.newest, r.withdrawn, r.facts IS NULL, v.number, v.rev, v.line, v.travels AND NOT v.beside
FROM json_each(:ids) AS asked
CROSS JOIN registration r ON r.registration_id = unhex(asked.value)
JOIN revision v ON v.registration_id = r.registration_id;
