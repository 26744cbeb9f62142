SELECT draft_id, registration_id, answers, cursor, saved_at
FROM draft
ORDER BY draft_id;
