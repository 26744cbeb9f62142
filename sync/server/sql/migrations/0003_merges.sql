-- Two registrations of one person: a withdrawal names the one that goes on.

ALTER TABLE revision ADD COLUMN into_id BLOB CHECK (length(into_id) = 16);
CREATE INDEX revision_waits_for ON revision (into_id) WHERE state = 'held' AND into_id IS NOT NULL;

-- Who goes on as the same person: such an exit is no exit of a person, and counted nowhere.
ALTER TABLE registration ADD COLUMN into_id BLOB CHECK (length(into_id) = 16);
