-- People whose question the province does not know any more: nobody has answered it by something newer.
SELECT count(DISTINCT v.registration_id)
FROM sealing s
JOIN revision v ON v.number = s.number
JOIN registration r ON r.registration_id = v.registration_id AND r.newest = v.number
WHERE s.batch_id = :batch_id
    AND v.verdict_n IS NOT NULL AND v.verdict_code <> 'accepted'
    AND (v.verdict_epoch, v.verdict_gen, v.verdict_n) <= (:epoch, :gen, :n)
    AND s.line NOT IN (SELECT value FROM json_each(:excepted));
