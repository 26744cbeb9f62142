-- Of these, those of which a line stands in an applied file in the sight.
SELECT DISTINCT r.registration_id
FROM json_each(:ids) AS asked
CROSS JOIN revision AS r ON r.registration_id = unhex(asked.value)
JOIN arrival AS a USING (revision_id)
JOIN batch AS b USING (batch_id)
WHERE b.state = 'applied' AND r.state IN ('applied', 'settled', 'conflict')
    AND b.epoch_id IN (SELECT seen_id FROM sight WHERE epoch_id = :epoch_id)
