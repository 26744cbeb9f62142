INSERT INTO noted_file
    (epoch, seq, mark, told_epoch, told_gen, told_n, filled)
VALUES
    (:epoch, :seq, :mark, :told_epoch, :told_gen, :told_n, :filled);
