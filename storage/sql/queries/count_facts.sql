SELECT facts, count(*) FROM registration WHERE facts IS NOT NULL GROUP BY facts;
