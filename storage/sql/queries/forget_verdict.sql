-- It travels from here now; what did not travel stood beside a line of ours, and stands there still.
UPDATE revision
SET verdict_code = NULL, verdict_detail = '{}', verdict_at = NULL, verdict_epoch = NULL, verdict_gen = NULL, verdict_n = NULL,
    beside = iif(travels = 1, beside, 1), travels = 1
WHERE number = :number;
