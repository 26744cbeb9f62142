SELECT number, gen, ack, number = (SELECT max(number) FROM epoch) FROM epoch WHERE epoch = :epoch;
