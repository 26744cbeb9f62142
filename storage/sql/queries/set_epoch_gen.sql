UPDATE epoch SET gen = :gen, ack = 0 WHERE epoch = :epoch;
