"""Take away what nobody typed on purpose and everybody can hide behind: controls, zero-width and bidi marks."""

import unicodedata

from triage_api.words import RawText

_LINE_BREAKS = str.maketrans(
    {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\u000b": "\n", "\u000c": "\n"}
)
# Cc controls, Cf zero-width, bidi marks and soft hyphens, Cs lone surrogates (JSON can carry them; UTF-8 cannot).
_HIDDEN = {"Cc", "Cf", "Cs"}


def clean(text: str) -> RawText:
    """The text without invisible characters, line breaks as `\\n`, trimmed. Raw still: it identifies as before.

    Threat: `070\\u200b1740605` looks like a number to a reader and like two to a machine.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_BREAKS)
    kept = [
        c for c in text if c in "\n\t" or (c.isascii() and c.isprintable()) or unicodedata.category(c) not in _HIDDEN
    ]
    return RawText("".join(kept).strip())
