SELECT told_states_at FROM epoch WHERE epoch_id = :epoch_id
