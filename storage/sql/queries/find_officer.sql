SELECT officer_id, name, role, active FROM officer WHERE officer_id = :officer_id;
