UPDATE registration SET returned = :reasons, returned_note = :note, changed_at = :now
WHERE registration_id = :registration_id
