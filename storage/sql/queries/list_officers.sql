SELECT officer_id, name, role, active FROM officer ORDER BY added_at, rowid;
