"""What a new installation needs before it starts: the folder of run-time files and its keys, readable by us alone."""

import os
import secrets
import shutil
from pathlib import Path

from triage_api.command.root_key import make_demo_root
from triage_api.command.trouble import DiskFull, NoRootKey
from triage_api.phone.account import simulated
from triage_api.settings import Settings

NEEDED_MEGABYTES = 500


def prepare(settings: Settings) -> None:
    """Makes `var` (0700) and whatever keys it lacks (0600); with `settings.demo` also the demo's root key.

    The demo's phone simulator gets an invented token in the provider's place; a real number needs its real one.

    Raises:
        DiskFull: there is not enough room to train a model and run.
        NoRootKey: there is no root key to check rosters against, and this is no demo.
    """
    if shutil.disk_usage(settings.var.parent).free < NEEDED_MEGABYTES * 2**20:
        raise DiskFull(str(settings.var.parent), NEEDED_MEGABYTES)
    settings.var.mkdir(mode=0o700, exist_ok=True)
    settings.var.chmod(0o700)
    for file in (settings.internal_key_file, settings.server_key_file, settings.routes_key_file):
        if not file.exists():
            write_secret(file, secrets.token_urlsafe(32))
    if settings.demo and not settings.provider_token_file.exists() and _nobody_real(settings):
        write_secret(settings.provider_token_file, secrets.token_hex(16))
    if settings.demo and not settings.root_public_key_file.exists():
        make_demo_root(settings)
    if not settings.root_public_key_file.exists():
        raise NoRootKey(str(settings.root_public_key_file))


def _nobody_real(settings: Settings) -> bool:
    return not settings.sms_number or simulated(settings)


def write_secret(file: Path, text: str) -> None:
    """Writes a new file that only this user can read; an existing one is never overwritten."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
