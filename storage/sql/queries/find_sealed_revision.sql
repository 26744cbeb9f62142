SELECT number FROM sealing WHERE batch_id = :batch_id AND line = :line;
