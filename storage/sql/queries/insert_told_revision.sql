INSERT INTO revision
    (rev, registration_id, base, type, at, line, travels, verdict_code, verdict_detail, verdict_at,
    verdict_epoch, verdict_gen, verdict_n, came_epoch, came_seq)
VALUES
    (:rev, :registration_id, :base, :type, :at, :line, :travels, :code, :detail, :verdict_at,
    :epoch, :gen, :n, :came_epoch, :came_seq)
RETURNING number;
