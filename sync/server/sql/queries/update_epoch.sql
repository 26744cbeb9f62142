UPDATE epoch SET gen = :gen, n = :n, ack = :ack, upto = :upto WHERE epoch_id = :epoch_id
