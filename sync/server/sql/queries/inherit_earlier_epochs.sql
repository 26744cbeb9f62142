-- A laptop of 0.1 names only the newest; it went on from those that one names.
INSERT INTO earlier_epoch (epoch_id, earlier)
SELECT :epoch_id, named.earlier
FROM epoch AS e JOIN earlier_epoch AS named USING (epoch_id)
WHERE e.epoch = :earlier AND named.rev IS NULL
ON CONFLICT DO NOTHING
