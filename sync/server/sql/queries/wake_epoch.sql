UPDATE epoch SET woken_at = :now WHERE epoch_id = :epoch_id
