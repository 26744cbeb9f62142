SELECT number, travels FROM revision WHERE rev = :rev;
