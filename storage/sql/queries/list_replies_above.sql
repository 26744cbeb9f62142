SELECT n FROM reply WHERE epoch = :epoch AND gen = :gen AND n > :ack ORDER BY n;
