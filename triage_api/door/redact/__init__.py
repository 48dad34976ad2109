"""Redaction: details that could identify somebody become tokens before anything leaves the door.

It reduces, it does not guarantee, and no promise rests on it.
"""

from triage_api.door.redact.numbers_to_keep import NumbersMissing
from triage_api.door.redact.redactor import Redacted, Redactor, load_redactor

__all__ = ["NumbersMissing", "Redacted", "Redactor", "load_redactor"]
