INSERT INTO fork (epoch_id, seq, file_hash, received_at, bytes, reply)
VALUES (:epoch_id, :seq, :file_hash, :now, :bytes, :reply)
