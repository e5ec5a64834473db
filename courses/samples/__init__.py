"""The modules that the site ships, as data: one JSON file each, ids fixed at every level."""
