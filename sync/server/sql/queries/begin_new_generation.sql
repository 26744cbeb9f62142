-- After a restore: a number no device has seen, so that what they know and we do not is sent again.
UPDATE epoch SET gen = max(gen + 1, :now) + :unlike, n = 0, ack = 0
