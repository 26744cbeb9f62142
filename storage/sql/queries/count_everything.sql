SELECT (SELECT count(*) FROM registration WHERE facts IS NOT NULL), (SELECT count(*) FROM revision);
