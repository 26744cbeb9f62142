-- It stood beside a line of ours; now it speaks.
UPDATE revision SET travels = 1, beside = 0 WHERE number = :number;
