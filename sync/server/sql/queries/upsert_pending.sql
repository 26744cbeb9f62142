INSERT INTO pending_device (device_id, village, recipient, machine, refused, first_at, last_at)
VALUES (:device_id, :village, :recipient, :machine, :refused, :now, :now)
ON CONFLICT (device_id) DO UPDATE SET village = excluded.village, recipient = excluded.recipient,
    machine = excluded.machine, refused = excluded.refused, last_at = excluded.last_at
