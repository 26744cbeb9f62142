SELECT count(*) FROM draft WHERE registration_id IS NULL;
