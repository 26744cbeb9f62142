-- What the province said it holds, file by file, and what it was asked.

-- Files in our sight that the province holds and this register does not.
CREATE TABLE noted_file (
    epoch BLOB NOT NULL CHECK (length(epoch) = 16),
    seq INTEGER NOT NULL CHECK (seq >= 1),
    mark BLOB NOT NULL CHECK (length(mark) = 8),  -- first bytes of its hash
    told_epoch INTEGER NOT NULL,  -- number of the epoch whose reply said it
    told_gen INTEGER NOT NULL,
    told_n INTEGER NOT NULL,
    PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;

ALTER TABLE batch ADD COLUMN app TEXT;  -- that sealed it; NULL: 0.1
ALTER TABLE batch ADD COLUMN asks INTEGER CHECK (asks = 1);
CREATE INDEX asking_batch ON batch (sealed_at) WHERE asks = 1;
CREATE INDEX received_file ON batch (epoch, seq, file) WHERE receipt = 'received';
-- The newest reply that said whether the province holds the file.
ALTER TABLE batch ADD COLUMN told_epoch INTEGER;
ALTER TABLE batch ADD COLUMN told_gen INTEGER;
ALTER TABLE batch ADD COLUMN told_n INTEGER;

ALTER TABLE reply ADD COLUMN sum_files INTEGER;
ALTER TABLE reply ADD COLUMN sum_mix BLOB CHECK (length(sum_mix) = 8);
