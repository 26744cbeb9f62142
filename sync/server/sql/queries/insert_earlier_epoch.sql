INSERT INTO earlier_epoch (epoch_id, earlier, rev) VALUES (:epoch_id, :earlier, :rev)
ON CONFLICT (epoch_id, earlier) DO UPDATE SET rev = coalesce(excluded.rev, rev)
