"""A name for each case in a counsellor's hands that is worth nothing to anybody else: random, and only in memory."""

import secrets
import threading
from collections.abc import Iterable

from triage_api.base64url import b64u
from triage_api.words import CaseId

TAG_BYTES = 9


class Tags:
    """Two rows with one tag are about one case; no row, key or log leads from a tag to the case.

    After a restart a living case gets a new tag, since the old one was kept nowhere.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_case: dict[CaseId, str] = {}

    def of(self, case_id: CaseId) -> str:
        """The case's tag, made when it is asked for first, which is at its claim."""
        with self._lock:
            return self._by_case.setdefault(case_id, b64u(secrets.token_bytes(TAG_BYTES)))

    def found(self, case_id: CaseId) -> str:
        """The case's tag; empty when nobody has had it in hand."""
        with self._lock:
            return self._by_case.get(case_id, "")

    def known(self) -> list[CaseId]:
        with self._lock:
            return list(self._by_case)

    def forget(self, cases: Iterable[CaseId]) -> None:
        with self._lock:
            for case_id in cases:
                self._by_case.pop(case_id, None)
