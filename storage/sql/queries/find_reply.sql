SELECT 1 FROM reply WHERE epoch = :epoch AND gen = :gen AND n = :n;
