UPDATE province SET records_wait = :wait WHERE province_id = 1
