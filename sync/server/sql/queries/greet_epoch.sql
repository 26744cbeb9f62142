UPDATE epoch SET why = :why, from_epoch = :from_epoch WHERE epoch_id = :epoch_id
