SELECT registration_id, village, state, rev, heads, returned, returned_note FROM registration
WHERE registration_id = :registration_id
