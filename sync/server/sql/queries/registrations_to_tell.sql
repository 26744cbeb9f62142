-- In the sight, and what stands now came in no file that the laptop has; or what that builds on did, and it was held
-- when the laptop heard of its file.
WITH seen (epoch_id) AS MATERIALIZED (
    SELECT seen_id FROM sight WHERE epoch_id = :epoch_id ORDER BY seen_id <> :epoch_id, seen_id DESC LIMIT :limit
),
had (epoch_id, seq) AS MATERIALIZED (
    SELECT e.epoch_id, q.value ->> 1
    FROM seen JOIN epoch AS e USING (epoch_id) JOIN json_each(:asked) AS q ON q.value ->> 0 = lower(hex(e.epoch))
)
SELECT DISTINCT r.registration_id
FROM seen
JOIN batch AS b ON b.epoch_id = seen.epoch_id AND b.state = 'applied'
JOIN arrival AS a USING (batch_id)
JOIN revision AS r USING (revision_id)
JOIN registration AS g USING (registration_id)
WHERE NOT EXISTS (
    SELECT 1
    FROM revision AS now
    JOIN arrival AS came USING (revision_id)
    JOIN batch AS in_file ON in_file.batch_id = came.batch_id AND in_file.state = 'applied'
    JOIN had ON had.epoch_id = in_file.epoch_id AND in_file.seq <= had.seq
    WHERE now.registration_id = g.registration_id AND now.rev = g.rev)
OR (r.state IN ('applied', 'settled') AND NOT EXISTS (
    SELECT 1
    FROM arrival AS came
    JOIN batch AS in_file ON in_file.batch_id = came.batch_id AND in_file.state = 'applied'
    JOIN had ON had.epoch_id = in_file.epoch_id AND in_file.seq <= had.seq
    WHERE came.revision_id = r.revision_id))
