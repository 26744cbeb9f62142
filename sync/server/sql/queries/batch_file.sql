SELECT bytes FROM batch WHERE batch_id = :batch_id
