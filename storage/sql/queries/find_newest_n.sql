SELECT max(n) FROM reply WHERE epoch = :epoch AND gen = :gen;
