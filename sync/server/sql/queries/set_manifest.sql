UPDATE province SET manifest = :manifest WHERE province_id = 1
