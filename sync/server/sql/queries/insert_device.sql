INSERT INTO device (device_id, village, state, recipient, activation_id, officers, machine, registered_at, seen_at)
VALUES (:device_id, :village, 'active', :recipient, :activation_id, :officers, :machine, :now, :now)
