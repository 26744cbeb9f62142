-- The next reply to it is another one; this one stays under its own number.
UPDATE reply SET batch_id = NULL WHERE batch_id = :batch_id
