UPDATE revision
SET verdict_code = :code, verdict_detail = :detail, verdict_at = :at, verdict_gen = :gen, verdict_n = :n
WHERE number = :number AND (verdict_n IS NULL OR (verdict_gen, verdict_n) <= (:gen, :n));
