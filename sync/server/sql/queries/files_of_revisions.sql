-- Where each revision of these registrations came in, the first file first.
SELECT r.registration_id, r.rev, e.epoch, b.seq
FROM json_each(:ids) AS asked
JOIN revision AS r ON r.registration_id = unhex(asked.value)
JOIN arrival AS a USING (revision_id)
JOIN batch AS b USING (batch_id)
JOIN epoch AS e USING (epoch_id)
WHERE b.state = 'applied'
ORDER BY b.batch_id, a.line
