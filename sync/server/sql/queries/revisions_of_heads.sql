SELECT revision_id FROM revision
WHERE registration_id = :registration_id AND rev IN (SELECT unhex(value) FROM json_each(:heads))
