UPDATE epoch SET why = :why WHERE epoch_id = :epoch_id
