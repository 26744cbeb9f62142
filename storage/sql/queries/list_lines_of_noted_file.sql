-- Those that stand in no file of ours.
SELECT v.number, v.registration_id
FROM revision v
WHERE v.came_epoch = :epoch AND v.came_seq = :seq AND v.batch_id IS NULL
ORDER BY v.number;
