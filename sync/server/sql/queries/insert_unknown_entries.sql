INSERT INTO unknown_entry (batch_id, line, type)
SELECT :batch_id, value ->> 0, value ->> 1 FROM json_each(:rows)
