-- The province's register. Ids are BLOBs, times UTC seconds, hashes SHA-256.

CREATE TABLE province (
    province_id INTEGER PRIMARY KEY CHECK (province_id = 1),
    name        TEXT NOT NULL,
    manifest    TEXT NOT NULL,  -- newest key manifest: line LF root signature LF
    made_at     INTEGER NOT NULL
) STRICT;

-- Online keys. The database is encrypted; the root and the recovery key are not here.
CREATE TABLE secret (
    kind   TEXT NOT NULL CHECK (kind IN ('receiving', 'reply', 'invite', 'ca_key', 'ca', 'leaf_key', 'leaf')),
    number INTEGER NOT NULL,  -- the greatest is in use, older ones still open late batches
    value  BLOB NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE village (
    village TEXT PRIMARY KEY CHECK (length(village) = 10),
    name    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each activation file. The code itself is kept nowhere.
CREATE TABLE activation (
    activation_id BLOB PRIMARY KEY CHECK (length(activation_id) = 16),
    village       TEXT NOT NULL REFERENCES village,
    code_hash     BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    uses          INTEGER NOT NULL CHECK (uses >= 1),
    used          INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND uses),
    with_register INTEGER NOT NULL CHECK (with_register IN (0, 1)),
    made_at       INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE device (
    device_id     BLOB PRIMARY KEY CHECK (length(device_id) = 32),
    village       TEXT NOT NULL REFERENCES village,
    state         TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    recipient     TEXT NOT NULL,  -- replies are sealed to it
    activation_id BLOB REFERENCES activation,  -- NULL: admitted by the office
    officers      TEXT NOT NULL DEFAULT '[]',
    machine       TEXT NOT NULL DEFAULT '',
    registered_at INTEGER NOT NULL,
    revoked_at    INTEGER,
    seen_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX device_of_village ON device (village);

-- Devices whose code was refused: a bounded waiting room, nothing of what they sent is kept.
CREATE TABLE pending_device (
    device_id BLOB PRIMARY KEY CHECK (length(device_id) = 32),
    village   TEXT NOT NULL,
    recipient TEXT NOT NULL,
    machine   TEXT NOT NULL,
    refused   TEXT NOT NULL CHECK (refused IN ('code_used', 'code_unknown', 'code_expired', 'village_mismatch')),
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_device_by_age ON pending_device (last_at);

CREATE TABLE epoch (
    epoch_id   INTEGER PRIMARY KEY,
    device_id  BLOB NOT NULL REFERENCES device,
    epoch      BLOB NOT NULL CHECK (length(epoch) = 16),
    why        TEXT,  -- NULL until its hello has come
    from_epoch BLOB,
    gen        INTEGER NOT NULL DEFAULT 1,
    n          INTEGER NOT NULL DEFAULT 0,  -- last reply number given in this gen
    ack        INTEGER NOT NULL DEFAULT 0,  -- highest contiguous n the device has applied in this gen
    upto       INTEGER NOT NULL DEFAULT 0,  -- every seq up to here is stored
    begun_at   INTEGER NOT NULL,
    UNIQUE (device_id, epoch)
) STRICT;
CREATE INDEX epoch_after ON epoch (from_epoch) WHERE from_epoch IS NOT NULL;

CREATE TABLE batch (
    batch_id    INTEGER PRIMARY KEY,  -- order of arrival
    epoch_id    INTEGER NOT NULL REFERENCES epoch,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    file_hash   BLOB NOT NULL CHECK (length(file_hash) = 32),
    state       TEXT NOT NULL CHECK (state IN ('applied', 'quarantined')),
    road        TEXT NOT NULL CHECK (road IN ('https', 'usb')),
    entries     INTEGER NOT NULL,
    prev        BLOB,
    tip         BLOB,
    app         TEXT NOT NULL,
    made_at     INTEGER NOT NULL,  -- the device's clock
    received_at INTEGER NOT NULL,
    bytes       BLOB NOT NULL,     -- the file as it came
    UNIQUE (epoch_id, seq)
) STRICT;
CREATE INDEX batch_in_quarantine ON batch (epoch_id) WHERE state = 'quarantined';

-- Another valid file under a (device, epoch, seq) that is taken: kept, never applied.
CREATE TABLE fork (
    fork_id     INTEGER PRIMARY KEY,
    epoch_id    INTEGER NOT NULL REFERENCES epoch,
    seq         INTEGER NOT NULL,
    file_hash   BLOB NOT NULL CHECK (length(file_hash) = 32),
    received_at INTEGER NOT NULL,
    bytes       BLOB NOT NULL,
    reply       BLOB NOT NULL,
    UNIQUE (epoch_id, seq, file_hash)
) STRICT;

CREATE TABLE reply (
    epoch_id INTEGER NOT NULL REFERENCES epoch,
    gen      INTEGER NOT NULL,
    n        INTEGER NOT NULL CHECK (n >= 1),
    batch_id INTEGER REFERENCES batch,  -- the batch it answers; NULL: sent for another reason
    made_at  INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (epoch_id, gen, n)
) STRICT;
CREATE UNIQUE INDEX reply_to_batch ON reply (batch_id) WHERE batch_id IS NOT NULL;

-- Every version of every registration, append-only. A `merged` one is made here when edits of two
-- laptops that do not touch are put together; its `heads` are the revisions in it.
CREATE TABLE revision (
    revision_id     INTEGER PRIMARY KEY,
    registration_id BLOB NOT NULL CHECK (length(registration_id) = 16),
    rev             BLOB NOT NULL CHECK (length(rev) = 16),
    base            BLOB,
    kind            TEXT NOT NULL CHECK (kind IN ('registration', 'withdrawal', 'merged')),
    state           TEXT NOT NULL CHECK (state IN ('applied', 'conflict', 'settled', 'held', 'refused')),
    device_id       BLOB REFERENCES device,  -- NULL: merged
    line            TEXT NOT NULL,           -- the exact entry line
    received_at     INTEGER NOT NULL,
    UNIQUE (registration_id, rev)
) STRICT;
CREATE INDEX revision_undecided ON revision (state) WHERE state IN ('conflict', 'held');

-- Where a revision stood in which batch: one revision may come by several epochs.
CREATE TABLE arrival (
    batch_id    INTEGER NOT NULL REFERENCES batch,
    line        INTEGER NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrival_of_revision ON arrival (revision_id);

-- Entries of a type this version does not know. Their bytes stand in the batch's file.
CREATE TABLE unknown_entry (
    batch_id INTEGER NOT NULL REFERENCES batch,
    line     INTEGER NOT NULL,
    type     TEXT NOT NULL,
    PRIMARY KEY (batch_id, line)
) STRICT, WITHOUT ROWID;

-- What stands now. A disputed one claims a NIK that lives elsewhere; it is the next in line.
CREATE TABLE registration (
    registration_id BLOB PRIMARY KEY CHECK (length(registration_id) = 16),
    village         TEXT NOT NULL REFERENCES village,
    state           TEXT NOT NULL CHECK (state IN ('live', 'disputed', 'withdrawn')),
    nik             TEXT,
    rev             BLOB NOT NULL,
    heads           TEXT NOT NULL,  -- JSON list of revs no other applied revision builds on
    fields          TEXT NOT NULL,  -- JSON object
    returned        TEXT,           -- JSON list of reason codes an officer of the province gave
    returned_note   TEXT,
    claimed         INTEGER NOT NULL,  -- order of the claims on a NIK
    registered_at   INTEGER NOT NULL,
    changed_at      INTEGER NOT NULL
) STRICT;
-- One person, one living registration, whatever the code above it believes.
CREATE UNIQUE INDEX one_live_nik ON registration (nik) WHERE state = 'live' AND nik IS NOT NULL;
CREATE INDEX registration_by_nik ON registration (nik) WHERE nik IS NOT NULL;
CREATE INDEX registration_of_village ON registration (village);

-- What people and alarms did, as a hash chain.
CREATE TABLE audit (
    audit_id INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,  -- ids only
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
