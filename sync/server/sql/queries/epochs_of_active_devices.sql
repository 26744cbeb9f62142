SELECT epoch_id FROM epoch JOIN device USING (device_id) WHERE device.state = 'active' ORDER BY epoch_id
