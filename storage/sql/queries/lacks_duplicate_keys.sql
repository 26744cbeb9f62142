SELECT NOT EXISTS (SELECT 1 FROM duplicate_key)
    AND EXISTS (SELECT 1 FROM registration WHERE withdrawn = 0 AND facts IS NOT NULL);
