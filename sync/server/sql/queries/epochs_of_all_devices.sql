SELECT epoch_id FROM epoch ORDER BY epoch_id
