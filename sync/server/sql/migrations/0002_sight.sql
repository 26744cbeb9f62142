-- What an epoch's laptop may be told about, and what the province holds of it.

-- Earlier epochs of its register that a hello names.
CREATE TABLE earlier_epoch (
    epoch_id INTEGER NOT NULL REFERENCES epoch,
    earlier  BLOB NOT NULL CHECK (length(earlier) = 16),
    rev      BLOB CHECK (length(rev) = 16),  -- of a line of it, as proof; NULL: from a laptop of 0.1, which proves nothing
    PRIMARY KEY (epoch_id, earlier)
) STRICT, WITHOUT ROWID;
CREATE INDEX earlier_epoch_seen ON earlier_epoch (earlier);

INSERT INTO earlier_epoch (epoch_id, earlier)
WITH RECURSIVE before (epoch_id, earlier) AS (
    SELECT epoch_id, from_epoch FROM epoch WHERE from_epoch IS NOT NULL
    UNION
    SELECT before.epoch_id, e.from_epoch
    FROM before JOIN epoch AS e ON e.epoch = before.earlier
    WHERE e.from_epoch IS NOT NULL
)
SELECT epoch_id, earlier FROM before;

DROP INDEX epoch_after;
CREATE INDEX epoch_by_id ON epoch (epoch);
CREATE INDEX applied_file ON batch (epoch_id, seq, file_hash) WHERE state = 'applied';

ALTER TABLE epoch ADD COLUMN told_states_at INTEGER;  -- when it asked last and was told

-- `epoch_id` sees the earlier epoch `seen_id`, which it names and proves.
CREATE VIEW proved_sight (epoch_id, seen_id) AS
SELECT named.epoch_id, seen.epoch_id
FROM earlier_epoch AS named
JOIN epoch AS seen ON seen.epoch = named.earlier
JOIN epoch AS looking ON looking.epoch_id = named.epoch_id
JOIN device AS owner ON owner.device_id = seen.device_id
JOIN device AS looker ON looker.device_id = looking.device_id
WHERE owner.village = looker.village
    AND (
        (named.rev IS NULL AND seen.device_id = looking.device_id)
        OR EXISTS (
            SELECT 1
            FROM batch AS b
            JOIN arrival AS a USING (batch_id)
            JOIN revision AS r USING (revision_id)
            WHERE b.epoch_id = seen.epoch_id AND b.state = 'applied' AND r.rev = named.rev));

-- Everything it sees: itself too.
CREATE VIEW sight (epoch_id, seen_id) AS
SELECT epoch_id, epoch_id FROM epoch
UNION
SELECT epoch_id, seen_id FROM proved_sight;
