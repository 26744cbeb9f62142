UPDATE revision SET batch_id = NULL
WHERE batch_id IS NOT NULL AND verdict_n IS NULL;
