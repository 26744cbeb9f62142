UPDATE revision SET batch_id = :batch_id
WHERE number = :number AND batch_id IS NULL AND verdict_n IS NULL AND travels = 1;
