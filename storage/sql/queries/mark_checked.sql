UPDATE registration SET to_check = 0 WHERE registration_id = :registration_id;
