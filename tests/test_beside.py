"""Steps of a run beside each other: what each says stays whole, what needs another waits, a failure ends the rest."""

import os
import sys
from pathlib import Path

import pytest

from tests.beside import Step, run_beside

WAITS_FOR = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)\n"


def step(name: str, code: str, *words: str | Path, after: str = "") -> Step:
    command = (Path.cwd(), [sys.executable, "-c", code, *map(str, words)])
    return Step(name, [command], os.environ, frozenset(after.split()))


def test_each_is_printed_whole_in_the_order_of_the_steps(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    mark = tmp_path / "mark"
    first = step("first", WAITS_FOR + "print('one')", mark)
    second = step("second", "import pathlib, sys; print('two'); pathlib.Path(sys.argv[1]).touch()", mark)
    took = run_beside([first, second], 2, tmp_path)
    assert took is not None
    assert list(took) == ["first", "second"]
    said = capfdbinary.readouterr().out.decode()
    assert said.index("\none\n") < said.index("== second: ") < said.index("\ntwo\n")


def test_what_needs_another_waits_for_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    first = step("first", "import pathlib, sys, time; time.sleep(0.3); pathlib.Path(sys.argv[1]).touch()", mark)
    second = step(
        "second", "import pathlib, sys; sys.exit(not pathlib.Path(sys.argv[1]).exists())", mark, after="first"
    )
    assert run_beside([first, second], 2, tmp_path) is not None
    assert run_beside([second], 2, tmp_path) is not None, "asked for alone, it needs nobody"


def test_a_failure_is_printed_and_ends_the_rest(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    mark = tmp_path / "mark"
    forever = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
    fails = WAITS_FOR + "while not pathlib.Path(sys.argv[1]).read_text(): pass\nprint('no good'); sys.exit(3)"
    assert run_beside([step("first", forever, mark), step("second", fails, mark)], 2, tmp_path) is None
    said = capfdbinary.readouterr().out.decode()
    assert "no good\nsecond failed.\n" in said
    assert not Path(f"/proc/{mark.read_text()}").exists()
