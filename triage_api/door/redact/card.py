"""Payment cards, with or without a valid Luhn digit."""

from stdnum import luhn

_SHAPES = {
    (4, 4, 4, 4),
    (4, 6, 5),
    (4, 4, 4, 4, 3),
    (4, 4, 4, 4, 2),
    (4, 6, 4),
    (6, 10),
    (8, 8),
    (4, 4, 4, 3),
    (4, 4, 4, 2),
}
_ISSUERS = "3456"


def is_card(parts: list[str]) -> bool:
    """By shape and issuer's digit, or by Luhn. A row of round sums or of years has the shape, too, and is none."""
    digits = "".join(parts)
    if not 13 <= len(digits) <= 19 or digits[0] == "0":
        return False
    if len(parts) == 1:
        return len(digits) >= 14 or luhn.is_valid(digits)
    if tuple(map(len, parts)) not in _SHAPES:
        return False
    if all(part.endswith("00") for part in parts) or all(part[:2] in ("19", "20") for part in parts):
        return False
    return digits[0] in _ISSUERS or luhn.is_valid(digits)
