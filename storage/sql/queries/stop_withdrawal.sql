-- Only while no batch, of whatever epoch, has carried it.
UPDATE revision SET travels = 0
WHERE number = :number AND type = 'withdrawal' AND travels = 1 AND batch_id IS NULL AND verdict_n IS NULL
    AND NOT EXISTS (SELECT 1 FROM sealing s WHERE s.number = revision.number);
