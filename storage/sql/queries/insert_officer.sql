INSERT INTO officer (officer_id, name, role, active, added_at)
VALUES (:officer_id, :name, :role, 1, :added_at);
