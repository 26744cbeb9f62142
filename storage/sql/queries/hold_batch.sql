UPDATE revision
SET verdict_code = 'held', verdict_detail = '{"reason":"quarantine"}', verdict_at = :at,
    verdict_epoch = :epoch, verdict_gen = :gen, verdict_n = :n
WHERE verdict_n IS NULL AND number IN (SELECT number FROM sealing WHERE batch_id = :batch_id);
