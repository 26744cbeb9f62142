-- The later word holds.
UPDATE revision
SET verdict_code = :code, verdict_detail = :detail, verdict_at = :at,
    verdict_epoch = :epoch, verdict_gen = :gen, verdict_n = :n
WHERE number = :number
    AND (verdict_n IS NULL OR (verdict_epoch, verdict_gen, verdict_n) <= (:epoch, :gen, :n));
