SELECT epoch, gen, n, file, time, applied_at, notices
FROM reply
ORDER BY epoch, gen, n;
