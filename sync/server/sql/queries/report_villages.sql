SELECT v.village, v.name,
       (SELECT count(*) FROM registration AS r WHERE r.village = v.village AND r.state = 'live'),
       (SELECT count(*) FROM registration AS r WHERE r.village = v.village AND r.state = 'disputed'),
       (SELECT max(d.seen_at) FROM device AS d WHERE d.village = v.village)
FROM village AS v ORDER BY v.village
