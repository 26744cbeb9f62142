INSERT INTO audit (number, at, officer_id, action, object, content, hash)
VALUES (:number, :at, :officer_id, :action, :object, :content, :hash);
