SELECT epoch FROM epoch;
