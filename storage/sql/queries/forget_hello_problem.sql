UPDATE epoch SET hello_problem = NULL WHERE epoch = :epoch AND hello_problem IS NOT NULL;
