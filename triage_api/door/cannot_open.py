"""Why a door does not open: what it needs to say 112 or to redact is missing or malformed."""


class CannotOpen(Exception):
    """One sentence for the operator that names the file and the remedy. A door that cannot say 112 stays shut."""
