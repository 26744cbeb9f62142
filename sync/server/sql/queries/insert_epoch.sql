-- Numbers begin at the moment: a province that forgot the epoch and meets it again speaks above what the laptop has heard.
INSERT INTO epoch (device_id, epoch, gen, begun_at) VALUES (:device_id, :epoch, :now, :now) RETURNING epoch_id, gen
