SELECT seq FROM batch WHERE epoch_id = :epoch_id AND seq > :upto ORDER BY seq LIMIT :limit
