"""The old site: SPIP's typographic shortcuts and backups, read. Nothing here knows our models."""
