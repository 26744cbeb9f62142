SELECT epoch_id, gen, n, ack, upto, why FROM epoch WHERE device_id = :device_id AND epoch = :epoch
