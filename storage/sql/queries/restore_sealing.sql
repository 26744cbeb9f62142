INSERT INTO sealing
    (batch_id, line, number)
VALUES
    (:batch_id, :line, :number);
