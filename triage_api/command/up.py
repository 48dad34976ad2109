"""`lykta up`: everything, from a fresh checkout to its addresses. One process holds the others and ends them all."""

import time
from datetime import UTC, datetime

from rich.console import Console

from triage_api.command.children import Family, refuse_taken_port
from triage_api.command.first_run import prepare
from triage_api.command.invite import first_invitation
from triage_api.command.pages import build_pages
from triage_api.command.parts import parts, phone_part
from triage_api.command.roster.signer import sign_demo_roster
from triage_api.command.training import MODEL_NAME, train
from triage_api.phone.account import simulated, with_phone
from triage_api.process import end_with_parent
from triage_api.settings import Settings

READY_SECONDS = 120.0
SIGN_EVERY_SECONDS = 1.0


def up(settings: Settings, console: Console) -> None:
    """Prepares, builds, trains, starts, and stays until it is interrupted or a part ends.

    Raises:
        Trouble: one sentence on what stopped it; nothing is left running.
    """
    begun = time.monotonic()
    end_with_parent()
    settings = with_phone(settings)
    bot, actions, api = parts(settings, settings.models / MODEL_NAME)
    phone = phone_part(settings)
    phones = () if phone is None else (phone,)
    for part in (bot, actions, api, *phones):
        refuse_taken_port(part)
    prepare(settings)
    with console.status("Building the pages"):
        build_pages(settings)
    train(settings.models, console)
    with Family() as family:
        for part in (bot, actions, *phones, api):
            family.start(part)
        with console.status("Starting bot, actions and API"):
            for part in (api, *phones, actions, bot):
                family.wait_ready(part, READY_SECONDS)
        _tell(settings, console, time.monotonic() - begun)
        while True:
            family.refuse_ended()
            if settings.demo:
                sign_demo_roster(settings, datetime.now(UTC))
            time.sleep(SIGN_EVERY_SECONDS)


def _tell(settings: Settings, console: Console, seconds: float) -> None:
    console.print(f"[bold]Lykta is ready[/] after {seconds:.0f} s. Ctrl-C ends it.")
    console.print(f"  Chat page    {settings.api_url}/", soft_wrap=True)
    console.print(f"  Desk         {settings.api_url}/desk/", soft_wrap=True)
    if simulated(settings):
        console.print(f"  Phone        {settings.phone_url}/", soft_wrap=True)
    invitation = first_invitation(settings)
    if invitation:
        console.print(f"  Invitation   {settings.api_url}/desk/#invite={invitation}", soft_wrap=True)
        console.print("               for the first counsellor; works once, for 24 hours")
    if settings.demo:
        console.print("  Demo: the key that signs the roster lies on this machine; not for real people.")
