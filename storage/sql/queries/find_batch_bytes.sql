SELECT bytes FROM batch WHERE epoch = :epoch AND seq = :seq;
