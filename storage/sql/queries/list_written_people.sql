-- Older programs ask this of the registers of newer ones: it names nothing but what every version of the schema keeps.
-- What an import brought that was taken back does not travel, what came from a backup beside another line does not
-- speak; a withdrawal has no answers, so the revision before it speaks for the person.
SELECT v.line, EXISTS (SELECT 1 FROM revision w
                       WHERE w.registration_id = v.registration_id AND w.number > v.number AND w.type = 'withdrawal'
                           AND w.travels = 1 AND w.beside = 0)
FROM revision v
WHERE v.type = 'registration' AND v.travels = 1 AND v.beside = 0
  AND NOT EXISTS (SELECT 1 FROM revision l
                  WHERE l.registration_id = v.registration_id AND l.number > v.number AND l.type = 'registration'
                    AND l.travels = 1 AND l.beside = 0)
ORDER BY v.number;
