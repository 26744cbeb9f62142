INSERT INTO batch (epoch, seq, file, size, entries, sealed_at, bytes)
VALUES (:epoch, :seq, :file, :size, :entries, :sealed_at, :bytes)
RETURNING batch_id;
