UPDATE batch SET received_at = :received_at, receipt = :receipt WHERE batch_id = :batch_id;
