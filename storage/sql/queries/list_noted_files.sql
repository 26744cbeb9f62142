SELECT epoch, seq, mark, told_epoch, told_gen, told_n, filled FROM noted_file ORDER BY epoch, seq;
