INSERT INTO device (one, device_id, signing_seed, identity, machine_salt, machine)
VALUES (1, :device_id, :signing_seed, :identity, :machine_salt, :machine);
