SELECT number, value FROM secret WHERE kind = :kind ORDER BY number DESC
