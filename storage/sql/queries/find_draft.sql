SELECT draft_id, registration_id, answers, cursor, saved_at FROM draft WHERE draft_id = :draft_id;
