UPDATE epoch SET ack = :ack WHERE epoch = :epoch;
