SELECT device_id FROM epoch
WHERE device_id <> :device_id
GROUP BY device_id
ORDER BY max(number) DESC
LIMIT :limit;
