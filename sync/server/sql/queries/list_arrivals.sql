-- Where the device of each revision can be told about it: the epochs it came in, and the newest that see those.
WITH came (revision_id, epoch, seq, line, epoch_id) AS MATERIALIZED (
    SELECT a.revision_id, e.epoch, b.seq, a.line, e.epoch_id
    FROM json_each(:revisions) AS asked
    JOIN arrival AS a ON a.revision_id = asked.value
    JOIN batch AS b USING (batch_id)
    JOIN epoch AS e USING (epoch_id)
    WHERE b.state = 'applied'
),
-- CROSS: from the few rows found to their epochs, never the other way round.
seen_by (came_id, epoch_id) AS MATERIALIZED (
    SELECT came.epoch_id, p.epoch_id FROM came CROSS JOIN proved_sight AS p ON p.seen_id = came.epoch_id
    UNION
    SELECT came.epoch_id, v.epoch_id FROM came CROSS JOIN village_sight AS v ON v.seen_id = came.epoch_id
),
told (revision_id, epoch, seq, line, epoch_id, place) AS (
    SELECT revision_id, epoch, seq, line, epoch_id, 0 FROM came
    UNION ALL
    SELECT came.revision_id, came.epoch, came.seq, came.line, s.epoch_id,
        row_number() OVER (PARTITION BY came.revision_id, came.epoch_id ORDER BY s.epoch_id DESC)
    FROM came JOIN seen_by AS s ON s.came_id = came.epoch_id
    WHERE s.epoch_id <> came.epoch_id
)
SELECT told.revision_id, told.epoch, told.seq, told.line, told.epoch_id
FROM told
CROSS JOIN epoch AS e USING (epoch_id)
CROSS JOIN device AS d USING (device_id)
WHERE d.state = 'active' AND told.place <= :newest
ORDER BY told.epoch_id, told.epoch, told.seq, told.line
