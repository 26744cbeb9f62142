-- Within an epoch the province numbers its words; between two, its clock tells which is the later.
UPDATE revision
SET verdict_code = :code, verdict_detail = :detail, verdict_at = :at,
    verdict_epoch = :epoch, verdict_gen = :gen, verdict_n = :n
WHERE number = :number AND (
    verdict_n IS NULL
    OR (verdict_epoch = :epoch AND (verdict_gen, verdict_n) <= (:gen, :n))
    OR (verdict_epoch <> :epoch AND (verdict_at, verdict_epoch) <= (:at, :epoch)));
