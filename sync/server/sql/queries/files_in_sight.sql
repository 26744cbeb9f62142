-- Epochs without a file are there too.
SELECT e.epoch, b.seq, b.file_hash, b.batch_id, b.entries,
    (SELECT count(*) FROM arrival AS a WHERE a.batch_id = b.batch_id)
FROM (SELECT seen_id FROM sight WHERE epoch_id = :epoch_id ORDER BY seen_id <> :epoch_id, seen_id DESC LIMIT :limit)
JOIN epoch AS e ON e.epoch_id = seen_id
LEFT JOIN batch AS b ON b.epoch_id = seen_id AND b.state = 'applied'
ORDER BY e.epoch_id, b.seq
