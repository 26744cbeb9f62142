INSERT INTO registration (registration_id, village, state, nik, rev, heads, fields, returned, claimed, registered_at,
                          into_id, changed_at)
SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, unhex(value ->> 4), value ->> 5, value ->> 6,
       value ->> 7, value ->> 8, value ->> 9, unhex(value ->> 10), :now
FROM json_each(:rows)
WHERE true
ON CONFLICT (registration_id) DO UPDATE SET state = excluded.state, nik = excluded.nik, rev = excluded.rev,
    heads = excluded.heads, fields = excluded.fields, returned = excluded.returned,
    returned_note = CASE WHEN excluded.returned IS NULL THEN NULL ELSE returned_note END,
    claimed = excluded.claimed, into_id = excluded.into_id, changed_at = excluded.changed_at
