-- Below every epoch that is known: they are earlier ones of this register from now on.
INSERT INTO epoch (number, epoch, device_id, why, began_at)
SELECT (SELECT min(number) FROM epoch) - json_array_length(:rows) + key, unhex(value ->> 'epoch'),
    unhex(value ->> 'device'), value ->> 'why', value ->> 'began_at'
FROM json_each(:rows);
