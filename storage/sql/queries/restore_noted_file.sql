INSERT INTO noted_file
    (epoch, seq, mark, told_epoch, told_gen, told_n)
VALUES
    (:epoch, :seq, :mark, :told_epoch, :told_gen, :told_n);
