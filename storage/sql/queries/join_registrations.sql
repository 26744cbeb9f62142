-- Whoever was not here, and those for whom a line of the backup speaks now.
INSERT INTO registration
    (registration_id, newest, name, search, nik, birth_date, changed_at, withdrawn, to_check)
SELECT unhex(value ->> 'id'), value ->> 'newest', value ->> 'name', value ->> 'search', value ->> 'nik',
    value ->> 'birth_date', value ->> 'changed_at', value ->> 'withdrawn', value ->> 'to_check'
FROM json_each(:rows)
WHERE true
ON CONFLICT (registration_id) DO UPDATE
SET newest = excluded.newest, name = excluded.name, search = excluded.search, nik = excluded.nik,
    birth_date = excluded.birth_date, changed_at = excluded.changed_at, withdrawn = excluded.withdrawn,
    to_check = excluded.to_check;
