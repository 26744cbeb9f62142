UPDATE registration SET to_check = 0 WHERE import_id = :import_id AND to_check = 1;
