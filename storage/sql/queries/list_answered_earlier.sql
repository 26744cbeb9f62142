-- Of epochs that this register left.
SELECT batch_id FROM batch WHERE receipt IN ('received', 'quarantined') AND epoch <> :epoch;
