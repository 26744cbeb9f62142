SELECT name, manifest FROM province WHERE province_id = 1
