SELECT registration_id FROM registration
WHERE registration_id BETWEEN :lowest AND :highest AND facts IS NOT NULL
LIMIT 2;
