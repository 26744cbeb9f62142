UPDATE batch
SET received_at = :received_at, receipt = :receipt, told_epoch = :epoch, told_gen = :gen, told_n = :n
WHERE batch_id = :batch_id;
