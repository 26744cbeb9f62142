SELECT count(*)
FROM registration r JOIN registration_fact f USING (registration_id)
WHERE r.answered IS NOT f.answered OR r.facts IS NOT f.facts
    OR r.newest IS NOT (SELECT max(v.number) FROM revision v WHERE v.registration_id = r.registration_id);
