SELECT line, code, reason FROM other_line WHERE batch_id = :batch_id
