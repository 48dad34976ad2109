"""Brings a database to the newest form: Alembic, from the first table on, each database with its own line of steps."""

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config

from triage_api.database import Database

STEPS = Path(__file__).resolve().parent / "migrations"


def migrate(database: Database, which: Literal["cases", "accounts"]) -> None:
    """Runs the missing steps in one transaction; two processes that start together wait for each other.

    A form that this version does not know (a newer one) makes Alembic raise; nothing is changed then.
    """
    with database.writing(one_at_a_time="migration") as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.set_main_option("version_locations", str(STEPS / which))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
