UPDATE epoch SET records_asked = NULL WHERE records_asked IS NOT NULL
