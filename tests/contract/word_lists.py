"""The word lists of return codes, as they stand."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "config" / "return_code"
LISTS = {
    language: (FOLDER / f"{language}.txt").read_text("utf-8").splitlines() for language in ("sv", "en", "th", "ro")
}
