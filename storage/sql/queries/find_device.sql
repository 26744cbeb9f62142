SELECT device_id, signing_seed, identity, machine_salt, machine FROM device WHERE one = 1;
