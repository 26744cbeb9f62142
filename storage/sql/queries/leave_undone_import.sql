-- It was taken back with its import, while the province has it: from a copy of this register that did not take it back.
UPDATE registration SET import_id = NULL
WHERE registration_id = :registration_id
    AND EXISTS (SELECT 1 FROM import i WHERE i.import_id = registration.import_id AND i.undone_at IS NOT NULL);
