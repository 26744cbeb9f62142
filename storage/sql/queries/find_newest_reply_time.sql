SELECT max(time) FROM reply;
