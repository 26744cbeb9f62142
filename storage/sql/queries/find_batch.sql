SELECT batch_id, file, receipt FROM batch WHERE epoch = :epoch AND seq = :seq;
