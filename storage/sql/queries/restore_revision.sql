INSERT INTO revision
    (number, rev, registration_id, base, type, at, line, travels, batch_id, verdict_code,
    verdict_detail, verdict_at, verdict_epoch, verdict_gen, verdict_n, came_epoch, came_seq,
    beside)
VALUES
    (:number, :rev, :registration_id, :base, :type, :at, :line, :travels, :batch_id, :verdict_code,
    :verdict_detail, :verdict_at, :verdict_epoch, :verdict_gen, :verdict_n, :came_epoch, :came_seq,
    coalesce(:beside, 0));
