SELECT epoch, gen, n, file, time, applied_at, notices, sum_files, sum_mix, kept, kept_by
FROM reply
ORDER BY epoch, gen, n;
