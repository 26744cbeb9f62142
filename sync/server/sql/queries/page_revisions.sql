SELECT registration_id, rev, line, state
FROM revision
WHERE kind <> 'merged' AND (registration_id, rev) > (:registration_id, :rev)
ORDER BY registration_id, rev LIMIT :limit
