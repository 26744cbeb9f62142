SELECT batch_id, seq FROM batch
WHERE epoch = :epoch AND receipt IN ('received', 'quarantined');
