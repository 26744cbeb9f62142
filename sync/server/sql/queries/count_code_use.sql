UPDATE activation SET used = used + 1 WHERE activation_id = :activation_id
