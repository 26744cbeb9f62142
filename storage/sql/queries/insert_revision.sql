INSERT INTO revision (rev, registration_id, base, type, at, line, verdict_code, verdict_detail)
VALUES (:rev, :registration_id, :base, :type, :at, :line, :verdict_code, :verdict_detail)
RETURNING number;
