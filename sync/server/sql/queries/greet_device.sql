UPDATE device SET recipient = :recipient, officers = :officers, machine = :machine WHERE device_id = :device_id
