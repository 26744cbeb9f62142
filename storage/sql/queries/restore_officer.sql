INSERT INTO officer
    (officer_id, name, role, active, added_at)
VALUES
    (:officer_id, :name, :role, :active, :added_at);
