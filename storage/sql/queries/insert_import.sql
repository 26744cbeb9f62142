INSERT INTO import (import_id, at, officer_id, file_name, people)
VALUES (:import_id, :at, :officer_id, :file_name, :people);
