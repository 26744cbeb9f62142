INSERT INTO device (device_id, village, state, recipient, activation_id, officers, machine, registered_at, seen_at, with_register)
VALUES (:device_id, :village, 'active', :recipient, :activation_id, :officers, :machine, :now, :now,
    coalesce((SELECT with_register FROM activation WHERE activation_id = :activation_id), :with_register))
