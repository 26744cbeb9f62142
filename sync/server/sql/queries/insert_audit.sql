INSERT INTO audit (at, action, object, hash) VALUES (:at, :action, :object, :hash)
