INSERT INTO arrival (batch_id, line, revision_id)
SELECT :batch_id, came.value ->> 0, r.revision_id
FROM json_each(:rows) AS came
CROSS JOIN revision AS r ON r.registration_id = unhex(came.value ->> 1) AND r.rev = unhex(came.value ->> 2)
