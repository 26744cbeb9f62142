-- Walks the index in the order of names and stops at the limit; only the lines shown are looked up.
SELECT r.registration_id, r.name, r.nik, r.birth_date, r.facts, v.verdict_code, r.changed_at
FROM registration r LEFT JOIN revision v ON v.number = r.answered
WHERE r.facts IS NOT NULL AND (:standings >> r.facts) & 1 = 1 AND r.to_check >= :to_check
    AND instr(r.nik, :nik) > 0
    AND (instr(r.search, :word1) > 0 OR instr(r.search, :key1) > 0)
    AND (instr(r.search, :word2) > 0 OR instr(r.search, :key2) > 0)
    AND (instr(r.search, :word3) > 0 OR instr(r.search, :key3) > 0)
ORDER BY r.search, r.registration_id
LIMIT :limit OFFSET :offset;
