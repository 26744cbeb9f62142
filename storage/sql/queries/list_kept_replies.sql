SELECT kept FROM reply WHERE kept_by IS NOT NULL AND kept_by <> :app ORDER BY time, gen, n;
