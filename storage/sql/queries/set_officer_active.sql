UPDATE officer SET active = :active WHERE officer_id = :officer_id;
