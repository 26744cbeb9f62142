UPDATE batch SET state = 'applied' WHERE batch_id = :batch_id AND state = 'quarantined'
