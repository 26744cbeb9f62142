UPDATE revision SET state = moved.value ->> 1
FROM json_each(:rows) AS moved
WHERE revision.revision_id = moved.value ->> 0
