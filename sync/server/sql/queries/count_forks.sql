SELECT count(*) FROM fork WHERE epoch_id = :epoch_id
