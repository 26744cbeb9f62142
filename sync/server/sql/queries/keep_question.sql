-- The first stays: a later one names more, and what it names was not told line by line.
UPDATE epoch SET records_asked = coalesce(records_asked, :asked) WHERE epoch_id = :epoch_id
