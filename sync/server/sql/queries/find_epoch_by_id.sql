SELECT e.device_id, e.epoch, e.gen, e.n, e.ack, e.upto, d.recipient, d.village, d.state
FROM epoch AS e JOIN device AS d USING (device_id)
WHERE e.epoch_id = :epoch_id
