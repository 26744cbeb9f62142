INSERT INTO batch (epoch_id, seq, file_hash, state, road, entries, prev, tip, app, made_at, received_at, bytes)
VALUES (:epoch_id, :seq, :file_hash, :state, :road, :entries, :prev, :tip, :app, :made_at, :now, :bytes)
RETURNING batch_id
