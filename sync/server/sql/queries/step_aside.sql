-- Before claims change hands: a NIK is free of the old holder before the new one takes it, in whatever order the rows stand.
UPDATE registration SET state = 'disputed'
WHERE registration_id IN (SELECT unhex(value) FROM json_each(:ids)) AND state = 'live'
