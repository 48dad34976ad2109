"""Ways in: how a counsellor proves who she is, and what of it opens her keys in her browser. Nothing here opens any."""
