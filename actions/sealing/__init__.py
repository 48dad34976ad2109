"""Sealing a transcript for counsellors, as config/envelope/v1.md says. There is no opening here, and no private key."""
