-- What was said of it counts as said before every word from now on. A file that is here stays.
INSERT INTO batch
    (epoch, seq, file, size, entries, sealed_at, handed_over_at, road, received_at, receipt, bytes, app)
VALUES
    (:epoch, :seq, :file, :size, :entries, :sealed_at, :handed_over_at, :road, :received_at, :receipt, :bytes, :app)
ON CONFLICT (epoch, seq) DO NOTHING
RETURNING batch_id;
