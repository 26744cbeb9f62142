UPDATE epoch SET hello_problem = :problem WHERE number = (SELECT max(number) FROM epoch);
