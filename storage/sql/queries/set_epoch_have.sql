UPDATE epoch SET have_upto = :have_upto, have_missing = :have_missing WHERE epoch = :epoch;
