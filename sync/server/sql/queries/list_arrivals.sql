-- Where the device of each revision can be told about it: the epochs it came in, and those of the same village that
-- went on from them.
WITH RECURSIVE asked (revision_id) AS (SELECT value FROM json_each(:revisions)),
came (revision_id, epoch, seq, line, epoch_id, village) AS (
    SELECT a.revision_id, e.epoch, b.seq, a.line, e.epoch_id, d.village
    FROM asked
    JOIN arrival AS a USING (revision_id)
    JOIN batch AS b USING (batch_id)
    JOIN epoch AS e USING (epoch_id)
    JOIN device AS d USING (device_id)
    WHERE b.state = 'applied'
    UNION
    SELECT came.revision_id, came.epoch, came.seq, came.line, e.epoch_id, came.village
    FROM came
    JOIN epoch AS told ON told.epoch_id = came.epoch_id
    JOIN epoch AS e ON e.from_epoch = told.epoch
    JOIN device AS d ON d.device_id = e.device_id AND d.village = came.village
)
SELECT came.revision_id, came.epoch, came.seq, came.line, came.epoch_id
FROM came
-- CROSS: from the few rows found to their epochs, never the other way round.
CROSS JOIN epoch AS e USING (epoch_id)
CROSS JOIN device AS d USING (device_id)
WHERE d.state = 'active'
ORDER BY came.epoch_id, came.epoch, came.seq, came.line
