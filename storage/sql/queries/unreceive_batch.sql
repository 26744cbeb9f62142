UPDATE batch SET received_at = NULL, receipt = '' WHERE batch_id = :batch_id;
