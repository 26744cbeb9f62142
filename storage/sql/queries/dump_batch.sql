SELECT batch_id, epoch, seq, file, size, entries, sealed_at, handed_over_at, road, received_at,
    receipt, bytes
FROM batch
ORDER BY batch_id;
