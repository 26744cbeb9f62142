UPDATE revision
SET verdict_code = NULL, verdict_detail = '{}', verdict_at = NULL, verdict_epoch = NULL, verdict_gen = NULL, verdict_n = NULL
WHERE number = :number;
