SELECT number, epoch, device_id, why, began_at, gen, ack, have_upto, have_missing, hello_problem
FROM epoch
ORDER BY number;
