SELECT batch_id, file, receipt, told_epoch, told_gen, told_n, coalesce(asks, 0) FROM batch WHERE epoch = :epoch AND seq = :seq;
