INSERT INTO secret (kind, number, value) VALUES (:kind, :number, :value)
