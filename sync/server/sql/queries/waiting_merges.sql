-- Whose withdrawal is held until one of these lives.
SELECT DISTINCT r.registration_id
FROM json_each(:successors) AS asked
CROSS JOIN revision AS r ON r.into_id = unhex(asked.value)
WHERE r.state = 'held' AND r.into_id IS NOT NULL
