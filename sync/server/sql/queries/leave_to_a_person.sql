-- Whoever had their NIK has left: they claim none until they are saved again, and are asked about it.
UPDATE registration SET
    nik = NULL,
    returned = CASE
        WHEN EXISTS (SELECT 1 FROM json_each(returned) WHERE value = :reason) THEN returned
        ELSE json_insert(coalesce(returned, '[]'), '$[#]', :reason)
    END,
    changed_at = :now
WHERE registration_id IN (SELECT unhex(value) FROM json_each(:ids))
