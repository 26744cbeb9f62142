SELECT records_wait FROM province WHERE province_id = 1
