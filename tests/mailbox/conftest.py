"""Fixtures of the mailboxes' tests: those of the desk, since only a counsellor can write a letter."""

from tests.desk.conftest import clock, invited, kind, maja, server

__all__ = ["clock", "invited", "kind", "maja", "server"]
