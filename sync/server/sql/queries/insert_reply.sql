INSERT INTO reply (epoch_id, gen, n, batch_id, made_at, bytes)
VALUES (:epoch_id, :gen, :n, :batch_id, :now, :bytes)
