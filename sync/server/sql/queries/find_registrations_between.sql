SELECT registration_id, state FROM registration WHERE registration_id BETWEEN :low AND :high LIMIT 2
