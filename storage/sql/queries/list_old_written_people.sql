-- Of a register of schema 1 or 2, where no line stands beside another and travels.
-- What an import brought that was taken back does not travel; a withdrawal has no answers, so the revision before it
-- speaks for the person.
SELECT v.line, EXISTS (SELECT 1 FROM revision w
                       WHERE w.registration_id = v.registration_id AND w.number > v.number AND w.type = 'withdrawal'
                           AND w.travels = 1)
FROM revision v
WHERE v.type = 'registration' AND v.travels = 1
  AND NOT EXISTS (SELECT 1 FROM revision l
                  WHERE l.registration_id = v.registration_id AND l.number > v.number AND l.type = 'registration'
                    AND l.travels = 1)
ORDER BY v.number;
