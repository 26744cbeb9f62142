SELECT a.line FROM arrival AS a WHERE a.batch_id = :batch_id
