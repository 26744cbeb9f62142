INSERT INTO other_line (batch_id, line, code, reason)
SELECT :batch_id, value ->> 0, value ->> 1, value ->> 2 FROM json_each(:rows) WHERE true
ON CONFLICT (batch_id, line) DO UPDATE SET code = excluded.code, reason = excluded.reason
