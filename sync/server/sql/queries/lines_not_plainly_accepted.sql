-- Of every other line of these files nothing but "accepted" is to be said.
SELECT a.batch_id, a.line, r.registration_id, r.rev
FROM json_each(:batches) AS asked
JOIN arrival AS a ON a.batch_id = asked.value
JOIN revision AS r USING (revision_id)
LEFT JOIN registration AS g USING (registration_id)
WHERE r.state NOT IN ('applied', 'settled') OR g.state = 'disputed' OR g.returned IS NOT NULL
ORDER BY a.batch_id, a.line
