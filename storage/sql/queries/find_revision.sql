SELECT number, travels AND NOT beside FROM revision WHERE rev = :rev;
