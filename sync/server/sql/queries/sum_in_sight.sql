SELECT b.file_hash
FROM (SELECT seen_id FROM sight WHERE epoch_id = :epoch_id ORDER BY seen_id <> :epoch_id, seen_id DESC LIMIT :limit)
JOIN batch AS b ON b.epoch_id = seen_id AND b.state = 'applied'
