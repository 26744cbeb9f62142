SELECT max(number) FROM revision;
