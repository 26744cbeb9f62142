UPDATE noted_file SET filled = 1 WHERE filled = 0;
