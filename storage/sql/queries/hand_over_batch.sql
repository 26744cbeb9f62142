UPDATE batch SET handed_over_at = coalesce(handed_over_at, :at), road = :road
WHERE batch_id = :batch_id;
