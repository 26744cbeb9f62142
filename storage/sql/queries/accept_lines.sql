UPDATE revision
SET verdict_code = 'accepted', verdict_detail = '{}', verdict_at = :at,
    verdict_epoch = :epoch, verdict_gen = :gen, verdict_n = :n
WHERE number IN (SELECT s.number FROM sealing s
                 WHERE s.batch_id = :batch_id AND s.line NOT IN (SELECT value FROM json_each(:excepted)))
    AND (verdict_n IS NULL OR (verdict_epoch, verdict_gen, verdict_n) <= (:epoch, :gen, :n));
