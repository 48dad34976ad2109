"""Logs that cannot hold what a person wrote."""

import logging

import pytest

from triage_api.hushed_logs import HushedFormatter


def as_logged(name: str, message: str, *args: object, error: Exception | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return HushedFormatter().format(logging.LogRecord(name, logging.ERROR, "file.py", 7, message, args, exc_info))


def test_our_own_sentences_are_written() -> None:
    assert as_logged("lykta.api", "Nobody is on duty") == "ERROR lykta.api: Nobody is on duty"


@pytest.mark.parametrize("name", ["httpx", "sqlalchemy.engine", "asyncio", "rasa_sdk", "lyktas_neighbour"])
def test_a_librarys_sentence_is_not(name: str) -> None:
    assert "canary" not in as_logged(name, "could not send %s", "canary")


def test_of_an_exception_only_its_kind_is_written() -> None:
    line = as_logged("uvicorn.error", "Exception in ASGI application", error=ValueError("canary"))
    assert line == "ERROR uvicorn.error: Exception in ASGI application (ValueError)"


def test_a_traceback_that_comes_as_the_sentence_is_not_written() -> None:
    assert "canary" not in as_logged("uvicorn.error", "Traceback (most recent call last):\n  ValueError: canary")
