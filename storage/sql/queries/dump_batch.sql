SELECT batch_id, epoch, seq, file, size, entries, sealed_at, handed_over_at, road, received_at,
    receipt, bytes, app, asks, told_epoch, told_gen, told_n
FROM batch
ORDER BY batch_id;
