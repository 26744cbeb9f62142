SELECT count(*)
FROM registration r JOIN registration_fact f USING (registration_id)
WHERE r.answered IS NOT f.answered OR r.facts IS NOT f.facts
    -- What was taken back speaks only where nothing else is left; what stands beside never does.
    OR r.newest IS NOT (SELECT coalesce(max(CASE WHEN v.travels = 1 AND v.beside = 0 THEN v.number END), max(v.number))
                        FROM revision v WHERE v.registration_id = r.registration_id);
