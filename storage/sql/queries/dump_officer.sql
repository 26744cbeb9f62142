SELECT officer_id, name, role, active, added_at
FROM officer
ORDER BY rowid;
