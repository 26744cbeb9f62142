-- Who else has a line of these registrations, or sees an epoch that has: the epochs that somebody speaks in still. One
-- is left when a later one of its device has sent a hello since it last sent anything.
WITH has (registration_id, epoch_id) AS MATERIALIZED (
    SELECT DISTINCT r.registration_id, b.epoch_id
    FROM json_each(:ids) AS asked
    CROSS JOIN revision AS r ON r.registration_id = unhex(asked.value)
    JOIN arrival AS a USING (revision_id)
    JOIN batch AS b USING (batch_id)
    WHERE b.state = 'applied' AND r.state IN ('applied', 'settled')
),
told (registration_id, epoch_id) AS (
    SELECT registration_id, epoch_id FROM has
    UNION
    SELECT has.registration_id, p.epoch_id FROM has CROSS JOIN proved_sight AS p ON p.seen_id = has.epoch_id
)
SELECT told.registration_id, e.epoch_id
FROM told
CROSS JOIN epoch AS e USING (epoch_id)
CROSS JOIN device AS d USING (device_id)
WHERE d.state = 'active' AND e.epoch_id <> :epoch_id AND e.why IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM epoch AS later
        WHERE later.device_id = e.device_id AND later.epoch_id > e.epoch_id AND later.why IS NOT NULL
            AND (SELECT min(batch_id) FROM batch AS b WHERE b.epoch_id = later.epoch_id)
                > (SELECT max(batch_id) FROM batch AS b WHERE b.epoch_id = e.epoch_id))
