INSERT INTO noted_file (epoch, seq, mark, told_epoch, told_gen, told_n)
VALUES (:file_epoch, :seq, :mark, :epoch, :gen, :n)
ON CONFLICT (epoch, seq) DO UPDATE
SET filled = iif(mark = excluded.mark, filled, 0), mark = excluded.mark, told_epoch = excluded.told_epoch, told_gen = excluded.told_gen, told_n = excluded.told_n
WHERE (told_epoch, told_gen, told_n) <= (excluded.told_epoch, excluded.told_gen, excluded.told_n)
RETURNING mark;
