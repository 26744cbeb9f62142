SELECT batch_id, file, receipt, told_epoch, told_gen, told_n FROM batch WHERE epoch = :epoch AND seq = :seq;
