SELECT r.revision_id, r.registration_id, r.rev, r.base, r.kind, r.state, r.device_id, d.village, r.line
FROM revision AS r LEFT JOIN device AS d USING (device_id)
WHERE r.registration_id IN (SELECT unhex(value) FROM json_each(:ids))
ORDER BY r.revision_id
