SELECT count(*) FROM registration WHERE to_check = 1 AND facts IS NOT NULL;
