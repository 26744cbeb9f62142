SELECT at FROM revision WHERE number = (SELECT max(number) FROM revision);
