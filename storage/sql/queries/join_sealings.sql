INSERT INTO sealing (batch_id, line, number)
SELECT value ->> 0, value ->> 1, v.number
FROM json_each(:rows)
CROSS JOIN revision v ON v.rev = unhex(value ->> 2);
