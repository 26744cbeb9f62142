-- Read again: kept on while this program too knows less than all of it.
UPDATE reply SET kept = iif(:still, kept, NULL), kept_by = iif(:still, :app, NULL)
WHERE epoch = :epoch AND gen = :gen AND n = :n;
