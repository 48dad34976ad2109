"""The audit: who of those who answer did what, in a chain of hashes, with no case, no level and no word in it."""
