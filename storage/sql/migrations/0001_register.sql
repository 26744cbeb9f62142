-- The register of one village on one laptop. This file is never changed: a change is a new migration.
-- Ids are BLOBs of 16 bytes, hashes and keys of 32, times are UTC seconds. Terms: storage/DESIGN.md.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The one device this file lives on. Left out of every backup.
CREATE TABLE device (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device_id BLOB NOT NULL CHECK (length(device_id) = 32),
    signing_seed BLOB NOT NULL CHECK (length(signing_seed) = 32),
    identity BLOB NOT NULL CHECK (length(identity) = 32),
    machine_salt BLOB NOT NULL CHECK (length(machine_salt) = 16),
    machine BLOB CHECK (length(machine) = 32)  -- NULL: the system had no name to hash
) STRICT;

CREATE TABLE officer (
    officer_id BLOB NOT NULL PRIMARY KEY CHECK (length(officer_id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role <> ''),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    added_at INTEGER NOT NULL
) STRICT;

-- The newest number is the epoch the device is in.
CREATE TABLE epoch (
    number INTEGER PRIMARY KEY,
    epoch BLOB NOT NULL UNIQUE CHECK (length(epoch) = 16),
    device_id BLOB NOT NULL CHECK (length(device_id) = 32),
    why TEXT NOT NULL CHECK (why IN ('new', 'restore', 'clone', 'fork', 'again')),
    began_at INTEGER NOT NULL,
    gen INTEGER NOT NULL DEFAULT 0 CHECK (gen >= 0),
    ack INTEGER NOT NULL DEFAULT 0 CHECK (ack >= 0),  -- highest n up to which every reply of gen is applied
    have_upto INTEGER NOT NULL DEFAULT 0 CHECK (have_upto >= 0),
    have_missing TEXT NOT NULL DEFAULT '[]',
    hello_problem TEXT
) STRICT;

CREATE TABLE batch (
    batch_id INTEGER PRIMARY KEY,
    epoch BLOB NOT NULL REFERENCES epoch (epoch),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    file BLOB NOT NULL CHECK (length(file) = 32),
    size INTEGER NOT NULL CHECK (size = length(bytes)),
    entries INTEGER NOT NULL CHECK (entries >= 0),
    sealed_at INTEGER NOT NULL,
    handed_over_at INTEGER,
    road TEXT NOT NULL DEFAULT '' CHECK (road IN ('', 'https', 'usb')),
    received_at INTEGER,
    receipt TEXT NOT NULL DEFAULT '',
    bytes BLOB NOT NULL,
    UNIQUE (epoch, seq),
    CHECK ((received_at IS NULL) = (receipt = ''))
) STRICT;

CREATE TABLE import (
    number INTEGER PRIMARY KEY,
    import_id BLOB NOT NULL UNIQUE CHECK (length(import_id) = 16),
    at INTEGER NOT NULL,
    officer_id BLOB NOT NULL REFERENCES officer (officer_id),
    file_name TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 0),
    undone_at INTEGER
) STRICT;

-- One row for each registration: what the newest revision says, and where the registration is on its way.
CREATE TABLE registration (
    registration_id BLOB NOT NULL PRIMARY KEY CHECK (length(registration_id) = 16),
    -- `newest` and `answered` are numbers of revisions. No foreign keys: they would make the engine look through
    -- all registrations at every insert of a revision; the program's check compares them.
    newest INTEGER NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    nik TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    import_id BLOB REFERENCES import (import_id) DEFERRABLE INITIALLY DEFERRED,
    to_check INTEGER NOT NULL DEFAULT 0 CHECK (to_check IN (0, 1)),
    answered INTEGER,
    facts INTEGER CHECK (facts BETWEEN 0 AND 15)
) STRICT;

CREATE INDEX registration_in_order ON registration (search, registration_id, nik, facts, to_check);
CREATE INDEX registration_by_facts ON registration (facts);
CREATE INDEX registration_by_nik ON registration (nik);
CREATE INDEX registration_of_import ON registration (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX registration_to_check ON registration (facts) WHERE to_check = 1;

CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    rev BLOB NOT NULL UNIQUE CHECK (length(rev) = 16),
    registration_id BLOB NOT NULL REFERENCES registration (registration_id)
        DEFERRABLE INITIALLY DEFERRED,
    base BLOB CHECK (length(base) = 16),
    type TEXT NOT NULL CHECK (type IN ('registration', 'withdrawal')),
    at INTEGER NOT NULL,
    line TEXT NOT NULL,
    -- From here on: delivery and verdict, the only columns that change.
    travels INTEGER NOT NULL DEFAULT 1 CHECK (travels IN (0, 1)),  -- 0: taken back with its import
    batch_id INTEGER REFERENCES batch (batch_id),
    verdict_code TEXT,
    verdict_detail TEXT NOT NULL DEFAULT '{}',
    verdict_at INTEGER,
    verdict_epoch INTEGER,  -- number of the epoch whose reply said it
    verdict_gen INTEGER,
    verdict_n INTEGER,  -- NULL beside a code: this laptop's own judgement
    CHECK (travels = 1 OR batch_id IS NULL)
) STRICT;

CREATE INDEX revision_of_registration ON revision (registration_id, number);
CREATE INDEX revision_of_batch ON revision (batch_id) WHERE batch_id IS NOT NULL;
-- A withdrawal goes first: processing of the person's data has to stop.
CREATE INDEX revision_to_seal ON revision (type DESC, number)
    WHERE batch_id IS NULL AND verdict_n IS NULL AND travels = 1;

-- Which line of which batch a revision stood in; one that is sealed again in a new epoch has several.
CREATE TABLE sealing (
    batch_id INTEGER NOT NULL REFERENCES batch (batch_id),
    line INTEGER NOT NULL CHECK (line >= 1),
    number INTEGER NOT NULL REFERENCES revision (number),
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX sealing_of_revision ON sealing (number);

CREATE TABLE reply (
    epoch BLOB NOT NULL REFERENCES epoch (epoch),
    gen INTEGER NOT NULL CHECK (gen >= 0),
    n INTEGER NOT NULL CHECK (n >= 1),
    file BLOB NOT NULL CHECK (length(file) = 32),
    time INTEGER NOT NULL,
    applied_at INTEGER NOT NULL,
    notices TEXT,
    PRIMARY KEY (epoch, gen, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    draft_id INTEGER PRIMARY KEY,
    registration_id BLOB REFERENCES registration (registration_id),
    answers TEXT NOT NULL,
    cursor TEXT NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;

-- Derived from the newest revision of everybody who is not withdrawn.
CREATE TABLE duplicate_key (
    key TEXT NOT NULL,
    registration_id BLOB NOT NULL REFERENCES registration (registration_id),
    PRIMARY KEY (key, registration_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    officer_id BLOB CHECK (length(officer_id) = 16),
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    content BLOB CHECK (length(content) = 32),  -- SHA-256 of a revision's line
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The one rule for `answered` and `facts` of a registration.
-- facts: 8 closed, 4 something is unsent, 2 something is handed over and unanswered, 1 the answer asks for a
-- correction. NULL: taken back with its import, seen by nobody any more.
CREATE VIEW registration_fact AS
SELECT
    counted.registration_id,
    counted.answered,
    CASE WHEN counted.taken_back THEN NULL ELSE
        8 * (counted.withdrawn AND NOT (counted.asks AND counted.answered = counted.newest))
        + 4 * counted.has_unsent + 2 * counted.has_unanswered + counted.asks
    END AS facts
FROM (
    SELECT
        answer.*,
        coalesce((SELECT v.verdict_code <> 'accepted' FROM revision v WHERE v.number = answer.answered), 0) AS asks
    FROM (
        SELECT
            r.registration_id,
            r.newest,
            r.withdrawn,
            EXISTS (SELECT 1 FROM import i WHERE i.import_id = r.import_id AND i.undone_at IS NOT NULL)
                AS taken_back,
            -- An own judgement counts only while nothing newer was saved.
            (SELECT max(v.number) FROM revision v
             WHERE v.registration_id = r.registration_id AND v.verdict_code IS NOT NULL
                 AND (v.verdict_n IS NOT NULL OR v.number = r.newest)) AS answered,
            EXISTS (SELECT 1 FROM revision v LEFT JOIN batch b ON b.batch_id = v.batch_id
                    WHERE v.registration_id = r.registration_id AND v.travels = 1 AND v.verdict_n IS NULL
                        AND b.received_at IS NULL AND b.handed_over_at IS NULL) AS has_unsent,
            EXISTS (SELECT 1 FROM revision v JOIN batch b ON b.batch_id = v.batch_id
                    WHERE v.registration_id = r.registration_id AND v.verdict_n IS NULL
                        AND b.received_at IS NULL AND b.handed_over_at IS NOT NULL) AS has_unanswered
        FROM registration r
    ) AS answer
) AS counted;

-- Nothing that was said is changed or taken away, whatever the program tries.
CREATE TRIGGER revision_is_not_changed
BEFORE UPDATE OF number, rev, registration_id, base, type, at, line ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
CREATE TRIGGER revision_is_not_deleted BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
CREATE TRIGGER registration_is_not_deleted BEFORE DELETE ON registration
BEGIN SELECT RAISE(ABORT, 'a registration is never deleted'); END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit chain is never cut'); END;
CREATE TRIGGER batch_is_not_changed
BEFORE UPDATE OF batch_id, epoch, seq, file, size, entries, sealed_at, bytes ON batch
BEGIN SELECT RAISE(ABORT, 'a sealed batch is never changed'); END;
CREATE TRIGGER batch_is_not_deleted BEFORE DELETE ON batch
BEGIN SELECT RAISE(ABORT, 'a sealed batch is never deleted'); END;
CREATE TRIGGER sealing_is_not_changed BEFORE UPDATE ON sealing
BEGIN SELECT RAISE(ABORT, 'a sealed batch is never changed'); END;
CREATE TRIGGER sealing_is_not_deleted BEFORE DELETE ON sealing
BEGIN SELECT RAISE(ABORT, 'a sealed batch is never deleted'); END;
