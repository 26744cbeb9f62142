UPDATE draft
SET registration_id = :registration_id, answers = :answers, cursor = :cursor, saved_at = :saved_at
WHERE draft_id = :draft_id;
