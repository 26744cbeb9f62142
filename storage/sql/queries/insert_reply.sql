INSERT INTO reply (epoch, gen, n, file, time, applied_at, notices, sum_files, sum_mix, kept, kept_by)
VALUES (:epoch, :gen, :n, :file, :time, :applied_at, :notices, :sum_files, :sum_mix, :kept, :kept_by);
