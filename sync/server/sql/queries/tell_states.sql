UPDATE epoch SET told_states_at = :now WHERE epoch_id = :epoch_id
