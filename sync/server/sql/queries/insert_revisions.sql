INSERT INTO revision (registration_id, rev, base, kind, state, device_id, line, into_id, received_at)
SELECT unhex(value ->> 0), unhex(value ->> 1), unhex(value ->> 2), value ->> 3, value ->> 4, unhex(value ->> 5),
       value ->> 6, unhex(value ->> 7), :now
FROM json_each(:rows)
WHERE true
ON CONFLICT (registration_id, rev) DO NOTHING -- the row of one that cannot be read stays as it is
