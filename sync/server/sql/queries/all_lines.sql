SELECT revision_id, rev, line FROM revision ORDER BY revision_id
