INSERT INTO draft (registration_id, answers, cursor, saved_at)
VALUES (:registration_id, :answers, :cursor, :saved_at);
