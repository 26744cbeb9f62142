INSERT INTO import
    (number, import_id, at, officer_id, file_name, people, undone_at)
VALUES
    (:number, :import_id, :at, :officer_id, :file_name, :people, :undone_at);
