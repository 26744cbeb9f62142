UPDATE batch
SET received_at = NULL, receipt = '', handed_over_at = NULL, road = '',
    told_epoch = :epoch, told_gen = :gen, told_n = :n
WHERE batch_id = :batch_id;
