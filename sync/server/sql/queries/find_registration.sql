SELECT registration_id, village, state, rev, heads FROM registration WHERE registration_id = :registration_id
