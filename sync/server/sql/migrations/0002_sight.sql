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

ALTER TABLE epoch ADD COLUMN woken_after INTEGER;     -- its newest batch (0: none) when it was told, unasked, that something new is in its sight
ALTER TABLE epoch ADD COLUMN told_states_at INTEGER;  -- when it asked last and was told

-- The office gave this device its village's register: it sees every epoch of the village.
ALTER TABLE device ADD COLUMN with_register INTEGER NOT NULL DEFAULT 0 CHECK (with_register IN (0, 1));
UPDATE device SET with_register = 1
WHERE activation_id IN (SELECT activation_id FROM activation WHERE with_register = 1);

-- After a restore no record leaves before the office has revoked again whom it had revoked.
ALTER TABLE province ADD COLUMN records_wait INTEGER NOT NULL DEFAULT 0 CHECK (records_wait IN (0, 1));
-- What an epoch asked meanwhile (`ask`, as it came).
ALTER TABLE epoch ADD COLUMN records_asked TEXT;

-- Entry lines that made no revision, and why: `refused` or `held`, with the reason.
CREATE TABLE other_line (
    batch_id INTEGER NOT NULL REFERENCES batch,
    line     INTEGER NOT NULL,
    code     TEXT NOT NULL CHECK (code IN ('refused', 'held')),
    reason   TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

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

-- `epoch_id` sees `seen_id` because its device has the register of the village.
CREATE VIEW village_sight (epoch_id, seen_id) AS
SELECT looking.epoch_id, seen.epoch_id
FROM device AS looker
JOIN epoch AS looking ON looking.device_id = looker.device_id
JOIN device AS owner ON owner.village = looker.village
JOIN epoch AS seen ON seen.device_id = owner.device_id
WHERE looker.with_register = 1;

-- Everything it sees: itself too.
CREATE VIEW sight (epoch_id, seen_id) AS
SELECT epoch_id, epoch_id FROM epoch
UNION
SELECT epoch_id, seen_id FROM proved_sight
UNION
SELECT epoch_id, seen_id FROM village_sight;
