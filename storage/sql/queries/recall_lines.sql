-- Nothing the province said of these lines holds any more, unless it has them in another file. They stand where they
-- were sealed last in the current epoch, or wait to be sealed again.
UPDATE revision SET
    batch_id = (
        SELECT max(s.batch_id) FROM sealing s JOIN batch b ON b.batch_id = s.batch_id
        WHERE s.number = revision.number AND b.epoch = (SELECT epoch FROM epoch WHERE number = (SELECT max(number) FROM epoch))),
    verdict_code = iif(verdict_n IS NULL, verdict_code, NULL),
    verdict_detail = iif(verdict_n IS NULL, verdict_detail, '{}'),
    verdict_at = iif(verdict_n IS NULL, verdict_at, NULL),
    verdict_epoch = NULL, verdict_gen = NULL, verdict_n = NULL
WHERE number IN (SELECT number FROM sealing WHERE batch_id = :batch_id)
    AND NOT EXISTS (SELECT 1 FROM sealing s JOIN batch b ON b.batch_id = s.batch_id
                    WHERE s.number = revision.number AND b.receipt IN ('received', 'quarantined'));
