SELECT rev, line FROM revision ORDER BY number;
