DELETE FROM draft WHERE draft_id = :draft_id;
