INSERT INTO draft
    (draft_id, registration_id, answers, cursor, saved_at)
VALUES
    (:draft_id, :registration_id, :answers, :cursor, :saved_at);
