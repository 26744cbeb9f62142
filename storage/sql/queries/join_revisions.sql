-- Lines of a backup, unsealed; what the province put together has its answer and is below every word it says from now on.
INSERT INTO revision
    (number, rev, registration_id, base, type, at, line, travels, beside, verdict_code, verdict_at,
    verdict_epoch, verdict_gen, verdict_n, came_epoch, came_seq)
SELECT value ->> 'number', unhex(value ->> 'rev'), unhex(value ->> 'id'), unhex(value ->> 'base'), value ->> 'type',
    value ->> 'at', value ->> 'line', value ->> 'travels', value ->> 'beside', value ->> 'code',
    iif(value ->> 'code' IS NULL, NULL, value ->> 'at'),
    iif(value ->> 'code' IS NULL, NULL, (SELECT min(number) FROM epoch)),
    iif(value ->> 'code' IS NULL, NULL, 0), iif(value ->> 'code' IS NULL, NULL, 0),
    unhex(value ->> 'came_epoch'), value ->> 'came_seq'
FROM json_each(:rows);
