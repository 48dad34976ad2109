"""Rasa's own command line where TensorFlow is not installed: `python -m bot.run_rasa train` inside `bot/`.

Where TensorFlow is installed plain `rasa train`, `rasa shell` and `rasa data validate` do the same without this.
"""

import os
import sys

from bot.standin import stand_in_unless_installed


def main() -> None:
    stand_in_unless_installed()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.__main__ import main as rasa_main

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
