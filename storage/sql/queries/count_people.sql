SELECT count(*) FROM registration r
WHERE r.facts IS NOT NULL AND (:standings >> r.facts) & 1 = 1 AND r.to_check >= :to_check
    AND instr(r.nik, :nik) > 0
    AND (instr(r.search, :word1) > 0 OR instr(r.search, :key1) > 0)
    AND (instr(r.search, :word2) > 0 OR instr(r.search, :key2) > 0)
    AND (instr(r.search, :word3) > 0 OR instr(r.search, :key3) > 0);
