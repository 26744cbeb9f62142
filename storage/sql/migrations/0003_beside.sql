-- A line that came from a backup and stands beside the one that speaks for its registration, whatever its number. It
-- travels, and answers nothing but a question that nothing here has gone on from.
ALTER TABLE revision ADD COLUMN beside INTEGER NOT NULL DEFAULT 0 CHECK (beside IN (0, 1));

DROP VIEW registration_fact;
-- The one rule for `answered` and `facts` of a registration.
-- facts: 8 closed, 4 something is unsent, 2 something is handed over and unanswered, 1 the answer asks for a
-- correction. NULL: taken back with its import, seen by nobody any more.
CREATE VIEW registration_fact AS
SELECT
    counted.registration_id,
    counted.answered,
    CASE WHEN counted.taken_back THEN NULL ELSE
        8 * (counted.withdrawn AND NOT (counted.asks AND counted.answered = counted.newest))
        + 4 * counted.has_unsent + 2 * counted.has_unanswered + counted.asks
    END AS facts
FROM (
    SELECT
        answer.*,
        coalesce((SELECT v.verdict_code <> 'accepted' FROM revision v WHERE v.number = answer.answered), 0) AS asks
    FROM (
        SELECT
            r.registration_id,
            r.newest,
            r.withdrawn,
            EXISTS (SELECT 1 FROM import i WHERE i.import_id = r.import_id AND i.undone_at IS NOT NULL)
                AS taken_back,
            -- An own judgement counts only while nothing newer was saved.
            (SELECT max(v.number) FROM revision v
             WHERE v.registration_id = r.registration_id AND v.verdict_code IS NOT NULL
                 AND (v.verdict_n IS NOT NULL OR v.number = r.newest)
                 -- What stands beside answers nothing but a question that nothing here has gone on from.
                 AND v.travels = 1
                 AND (v.beside = 0
                     OR (v.verdict_code <> 'accepted'
                         AND NOT EXISTS (SELECT 1 FROM revision o
                                         WHERE o.registration_id = v.registration_id AND o.base = v.rev)))) AS answered,
            EXISTS (SELECT 1 FROM revision v LEFT JOIN batch b ON b.batch_id = v.batch_id
                    WHERE v.registration_id = r.registration_id AND v.travels = 1 AND v.verdict_n IS NULL
                        AND b.received_at IS NULL AND b.handed_over_at IS NULL) AS has_unsent,
            EXISTS (SELECT 1 FROM revision v JOIN batch b ON b.batch_id = v.batch_id
                    WHERE v.registration_id = r.registration_id AND v.verdict_n IS NULL
                        AND b.received_at IS NULL AND b.handed_over_at IS NOT NULL) AS has_unanswered
        FROM registration r
    ) AS answer
) AS counted;
