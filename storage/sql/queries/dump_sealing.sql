SELECT batch_id, line, number
FROM sealing
ORDER BY batch_id, line;
