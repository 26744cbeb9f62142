SELECT number, hash FROM audit WHERE number = (SELECT max(number) FROM audit);
