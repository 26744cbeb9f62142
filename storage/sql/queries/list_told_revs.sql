-- What the province said it has instead, newest word first, unless a revision here already builds on it.
SELECT v.verdict_detail ->> 'rev'
FROM revision v
WHERE v.registration_id = :registration_id AND v.verdict_code = 'conflict'
    AND NOT EXISTS (SELECT 1 FROM revision o
                    WHERE o.registration_id = v.registration_id
                        AND lower(hex(o.base)) = v.verdict_detail ->> 'rev')
ORDER BY v.number DESC;
