SELECT 1 FROM registration WHERE nik = :nik AND withdrawn = 0 LIMIT 1;
