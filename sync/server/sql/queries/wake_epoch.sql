UPDATE epoch SET woken_after = coalesce((SELECT max(batch_id) FROM batch AS b WHERE b.epoch_id = epoch.epoch_id), 0)
WHERE epoch_id = :epoch_id
