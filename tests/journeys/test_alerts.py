"""An alert at the desk: chosen, tried, shown by the browser, seen by whoever takes it; narrow and wide.

The API runs alone here, with the provider's double beside it, in a `var` of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.installed import install
from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack
from tests.journeys.test_return_code_look import Seen
from tests.journeys.test_rota import DeskAlone
from tests.phone.double import SOMEBODY, TOKEN, running_double
from tests.queue.world import Server, person, serving
from tests.sms.house import Inbox, free_port
from triage_api.command.first_run import write_secret
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER
from triage_api.settings import Settings

SECONDS = 1000


class DeskWithPhones(DeskAlone):
    def __init__(self, server: Server, inbox: Inbox) -> None:
        super().__init__(server.settings)
        self.server, self.inbox = server, inbox


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskWithPhones]:
    folder, port = tmp_path_factory.mktemp("alerts"), free_port()
    public = f"http://127.0.0.1:{port}"
    with running_double(public, stop_words=False) as phones:
        settings = Settings(
            var=folder / "var", pages=folder / "pages", port=port, demo=True,
            sms_number=DEMO_NUMBER, sms_account=DEMO_ACCOUNT, sms_api=phones.url, sms_public_url=public,
        )  # fmt: skip
        settings.var.mkdir(mode=0o700)
        write_secret(settings.provider_token_file, TOKEN)
        install(settings)
        with serving(settings, port=port) as server:
            yield DeskWithPhones(server, Inbox(phones))


@pytest.fixture(scope="module")
def robin(browser: Browser, desk: DeskWithPhones) -> Counsellor:
    """Who supervises."""
    return Counsellor.accepts(browser, desk, "Robin", "supervisor")


def id_of(desk: DeskWithPhones) -> str:
    with desk.server.app.state.desk.accounts.reading() as connection:
        return str(connection.exec_driver_sql("SELECT counsellor_id FROM accounts").scalar())


def opens_alerts(someone: Counsellor) -> Page:
    page = someone.page
    if page.get_by_test_id("open-alerts").is_visible():
        page.get_by_test_id("open-alerts").click()
    expect(page.get_by_test_id("close-alerts")).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_duty_phone_is_chosen_and_tried(
    language: str, robin: Counsellor, desk: DeskWithPhones, artifacts: Path
) -> None:
    seen, page = Seen(artifacts, language, "alerts"), opens_alerts(robin)
    page.get_by_test_id("desk-language").select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_test_id("no-ways")).to_be_visible()
    expect(page.get_by_test_id("reached")).to_have_attribute("data-reached", "false")
    seen.at(page, "1-none")
    page.get_by_test_id("add-sms-field").fill("112")
    page.get_by_test_id("add-sms").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    page.get_by_test_id("add-sms-field").fill(SOMEBODY)
    page.get_by_test_id("urgent-only").check()
    page.get_by_test_id("add-sms").click()
    expect(page.get_by_test_id("way")).to_have_attribute("data-kind", "sms")
    page.get_by_test_id("try-way").click()
    expect(page.get_by_test_id("alerts-said")).not_to_be_empty()
    seen.at(page, "2-tried")
    page.get_by_test_id("remove-way").click()
    expect(page.get_by_test_id("way")).to_have_count(0)
    expect(page.get_by_test_id("alerts-said")).to_be_focused()
    assert (
        desk.inbox.of(SOMEBODY)[-1]
        == {
            "sv": "Lykta: det här är ett prov.",
            "en": "Lykta: this is a trial.",
        }[language]
    )
    seen.says_nothing()


def test_the_board_says_that_nobody_has_seen_it_until_somebody_has(
    robin: Counsellor, desk: DeskWithPhones, artifacts: Path
) -> None:
    page = opens_alerts(robin)
    page.get_by_test_id("close-alerts").click()
    page.get_by_test_id("desk-language").select_option("sv")
    robin.goes_on_duty()
    one = person(id_of(desk), level="immediate")
    assert desk.server.receives(one).status_code == 201
    expect(page.get_by_test_id("unseen-alert")).to_be_visible(timeout=60 * SECONDS)
    seen = Seen(artifacts, "sv", "alerts")
    seen.at(page, "3-unseen")
    page.get_by_test_id("alert-seen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("unseen-alert")).to_have_count(0)
    with desk.server.app.state.desk.accounts.reading() as connection:
        deeds = connection.exec_driver_sql("SELECT deed FROM audit WHERE deed = 'alert_seen'").fetchall()
    assert len(deeds) == 1
    desk.server.post("/api/case/end", token=one.token)
    seen.says_nothing()


def test_the_browser_shows_what_is_pushed_and_nothing_of_it_reaches_the_page_of_people_who_write(
    robin: Counsellor, desk: Stack
) -> None:
    robin.context.grant_permissions(["notifications"], origin=desk.url)
    page = opens_alerts(robin)
    page.get_by_test_id("add-push").click()
    # No push service can be reached from here, and the page says so; the worker is there by then.
    expect(page.get_by_test_id("trouble")).to_be_visible(timeout=60 * SECONDS)
    session = robin.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(
            one["registrationId"] for one in told["registrations"] if one["scopeURL"] == f"{desk.url}/desk/"
        ),
    )
    session.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert registrations
    said = '{"say": "Lykta: någon väntar.", "quiet": false}'
    session.send(
        "ServiceWorker.deliverPushMessage", {"origin": desk.url, "registrationId": registrations[-1], "data": said}
    )
    page.wait_for_function(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .some((one) => one.title === "Lykta: någon väntar." && one.body === "")""",
        timeout=60 * SECONDS,
    )
    chat = robin.context.new_page()
    chat.goto(desk.url + "/")
    expect(chat.get_by_test_id("composer")).to_be_visible()
    assert chat.evaluate("navigator.serviceWorker.controller") is None
    assert chat.evaluate("navigator.serviceWorker.getRegistration().then((one) => one === undefined)")
    refused = "navigator.serviceWorker.register('/desk/worker.js', {scope: '/'}).then(() => 'taken', () => 'refused')"
    assert chat.evaluate(f"(async () => {{ try {{ return await {refused} }} catch {{ return 'refused' }} }})()") == (
        "refused"
    )
    chat.close()
