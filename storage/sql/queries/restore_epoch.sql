INSERT INTO epoch
    (number, epoch, device_id, why, began_at, gen, ack, have_upto, have_missing, hello_problem)
VALUES
    (:number, :epoch, :device_id, :why, :began_at, :gen, :ack, :have_upto, :have_missing,
    :hello_problem);
