SELECT notices FROM reply WHERE notices IS NOT NULL ORDER BY time, gen, n;
