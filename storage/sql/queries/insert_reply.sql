INSERT INTO reply (epoch, gen, n, file, time, applied_at, notices)
VALUES (:epoch, :gen, :n, :file, :time, :applied_at, :notices);
