-- What waits in quarantine is sent again: nobody would tell this epoch that the province has lost it.
-- A word on a line whose files all lack a receipt may be about the file of another laptop under the same number.
UPDATE revision SET
    batch_id = NULL,
    verdict_code = iif(verdict_n IS NULL, verdict_code, NULL),
    verdict_detail = iif(verdict_n IS NULL, verdict_detail, '{}'),
    verdict_at = iif(verdict_n IS NULL, verdict_at, NULL),
    verdict_epoch = NULL, verdict_gen = NULL, verdict_n = NULL
WHERE batch_id IS NOT NULL
    AND (verdict_n IS NULL
        OR NOT EXISTS (SELECT 1 FROM sealing s JOIN batch b ON b.batch_id = s.batch_id
                       WHERE s.number = revision.number AND b.receipt = 'received'));
