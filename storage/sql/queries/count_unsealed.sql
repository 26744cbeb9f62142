SELECT count(*) FROM revision WHERE batch_id IS NULL AND verdict_n IS NULL AND travels = 1;
