-- What the province said it holds, file by file, and what it was asked.

-- Files in our sight that the province holds and this register does not.
CREATE TABLE noted_file (
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    mark BLOB NOT NULL CHECK (length(mark) = 8),  -- first bytes of its hash
    told_epoch INTEGER NOT NULL,  -- number of the epoch whose reply said it
    told_gen INTEGER NOT NULL,
    told_n INTEGER NOT NULL,
    filled INTEGER NOT NULL DEFAULT 0 CHECK (filled IN (0, 1)),  -- what stands of its lines was told too
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX noted_file_unfilled ON noted_file (filled) WHERE filled = 0;

ALTER TABLE batch ADD COLUMN app TEXT;  -- that sealed it; NULL: 0.1
ALTER TABLE batch ADD COLUMN asks INTEGER CHECK (asks = 1);
CREATE INDEX asking_batch ON batch (sealed_at) WHERE asks = 1;
CREATE INDEX received_file ON batch (epoch, seq, file) WHERE receipt = 'received';
-- The newest reply that said whether the province holds the file.
ALTER TABLE batch ADD COLUMN told_epoch INTEGER;
ALTER TABLE batch ADD COLUMN told_gen INTEGER;
ALTER TABLE batch ADD COLUMN told_n INTEGER;

-- The whole file while a line of it is of a later version than the program that kept it: the next one reads it again.
ALTER TABLE reply ADD COLUMN kept BLOB;
ALTER TABLE reply ADD COLUMN kept_by TEXT;
CREATE INDEX reply_kept ON reply (kept_by) WHERE kept_by IS NOT NULL;
ALTER TABLE reply ADD COLUMN sum_files INTEGER;
ALTER TABLE reply ADD COLUMN sum_mix BLOB CHECK (length(sum_mix) = 8);

-- A line that the province told, of no batch of ours: the file it came in there. It has an answer, so it is not sealed,
-- until the province turns out to have lost that file.
ALTER TABLE revision ADD COLUMN came_epoch BLOB CHECK (length(came_epoch) = 16);
ALTER TABLE revision ADD COLUMN came_seq INTEGER;
CREATE INDEX revision_of_noted_file ON revision (came_epoch, came_seq) WHERE came_epoch IS NOT NULL;
