UPDATE device SET machine = :machine WHERE one = 1;
