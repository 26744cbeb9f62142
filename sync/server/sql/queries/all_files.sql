SELECT batch_id, file_hash, bytes FROM batch ORDER BY batch_id
