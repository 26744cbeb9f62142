INSERT INTO batch (epoch, seq, file, size, entries, sealed_at, bytes, app, asks)
VALUES (:epoch, :seq, :file, :size, :entries, :sealed_at, :bytes, :app, :asks)
RETURNING batch_id;
