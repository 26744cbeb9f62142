SELECT epoch, seq, mark, told_epoch, told_gen, told_n
FROM noted_file
ORDER BY epoch, seq;
