"""Puts the simulator together: the double of the provider's API, the phones, and the same edge as the API has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

from triage_api.edge import BoundedBody, KnownHost, NothingGetsOut
from triage_api.phone.account import Account, account_of, simulated
from triage_api.phone.errors import answer_as_twilio
from triage_api.phone.network import Network
from triage_api.phone.phone_routes import phone_routes
from triage_api.phone.phones import Phones
from triage_api.phone.twilio_double import twilio_routes
from triage_api.refusing import refuse_cleanly
from triage_api.safe_headers import SafeHeaders
from triage_api.safe_start import UnsafeToStart
from triage_api.settings import Settings

HOSTS = frozenset({"127.0.0.1", "localhost"})


def account_to_simulate(settings: Settings) -> Account:
    """The account of a demo without a number of its own.

    Raises:
        UnsafeToStart: this is no demo, a real number is set, or the token is missing.
    """
    if not settings.demo:
        raise UnsafeToStart("The phone simulator is for the demo only: start it with `lykta up --demo`.")
    if not simulated(settings):
        raise UnsafeToStart("A number at the provider is set: unset LYKTA_SMS_NUMBER to use the phone simulator.")
    try:
        return account_of(settings)
    except OSError:
        file = settings.provider_token_file
        raise UnsafeToStart(f"The token {file} is missing: run `lykta up --demo`, which makes it.") from None


def create_app(network: Network) -> FastAPI:
    """The simulator over this network, which it starts and stops."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await network.start()
        yield
        await network.stop()

    app = FastAPI(
        title="Lykta's phone simulator",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    refuse_cleanly(app)
    answer_as_twilio(app)
    app.user_middleware = [
        Middleware(SafeHeaders),
        Middleware(NothingGetsOut),
        Middleware(KnownHost, hosts=HOSTS),
        Middleware(BoundedBody),
    ]
    app.include_router(twilio_routes(network))
    app.include_router(phone_routes(Phones(network)))
    return app
