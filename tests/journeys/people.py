"""Those who act in the journeys, so that a journey reads as a story: `person.writes(…)`, `counsellor.takes_next()`."""

import time
from dataclasses import dataclass

import pyotp
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.stack import Stack

PASSPHRASE = "lantern seven quiet river stone"
SECONDS = 1000


@dataclass
class Person:
    """Somebody at the chat page, in a browser of their own."""

    page: Page
    context: BrowserContext
    requests: list[str]

    @classmethod
    def opens(cls, browser: Browser, stack: Stack, locale: str, **options: object) -> "Person":
        context = browser.new_context(locale=locale, **options)  # type: ignore[arg-type]
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(stack.url + "/")
        expect(page.get_by_test_id("composer")).to_be_visible()
        return cls(page, context, requests)

    @property
    def language(self) -> str:
        return self.page.locator("html").get_attribute("lang") or ""

    def picks_language(self, language: str) -> None:
        self.page.get_by_test_id("language").select_option(language)
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def writes(self, text: str) -> None:
        """Sends a message and waits until it stands in the conversation and, with the bot, is answered."""
        before = self.said_by("bot").count()
        self.sends(text)
        expect(self.said_by("bot").nth(before)).to_be_visible(timeout=15 * SECONDS)
        expect(self.page.get_by_test_id("composer")).to_be_editable(timeout=15 * SECONDS)

    def can_leave(self) -> None:
        """The way out is always on the screen, however long the conversation."""
        expect(self.page.get_by_test_id("leave")).to_be_in_viewport(ratio=1)

    def sends(self, text: str) -> None:
        self.page.get_by_test_id("composer").fill(text)
        self.page.get_by_test_id("send").click()

    def presses(self, choice: str) -> None:
        """Presses the latest button with this choice id."""
        self.page.locator(f"[data-testid=choice][data-choice='{choice}']").last.click()

    def said_by(self, who: str) -> Locator:
        return self.page.locator(f"[data-testid=message][data-from={who}]")

    def sees(self, who: str, words: str) -> None:
        expect(self.said_by(who).filter(has_text=words).last).to_be_visible(timeout=15 * SECONDS)

    def agrees_to_hand_off(self) -> None:
        """Says yes to the consent text, which whoever asked for a human has been shown already."""
        if not self.page.locator("[data-choice='handoff.yes']").count():
            self.presses("handoff.ask")
        expect(self.page.locator("[data-choice='handoff.yes']").last).to_be_visible(timeout=15 * SECONDS)
        self.can_leave()
        self.presses("handoff.yes")
        self.waits_for("waiting")
        self.can_leave()

    def waits_for(self, state: str) -> None:
        expect(self.page.get_by_test_id("case-state")).to_have_attribute("data-state", state, timeout=20 * SECONDS)

    def ends(self) -> None:
        self.page.get_by_test_id("end-case").click()
        self.page.get_by_test_id("confirm-end").click()
        self.waits_for("ended")


@dataclass
class Counsellor:
    """Somebody at the desk, in a browser of their own, with the passphrase only they know."""

    page: Page
    context: BrowserContext
    sign_in_name: str
    totp: pyotp.TOTP
    passphrase: str = PASSPHRASE
    recovery_code: str = ""
    ahead: int = 30
    """Seconds by which the next code is ahead of this machine's clock."""
    home: str = "waiting-count"
    """What stands where somebody begins who has signed in; an analyst has numbers and no board."""

    @classmethod
    def joins(cls, browser: Browser, stack: Stack, name: str, role: str, locale: str = "sv-SE") -> "Counsellor":
        """Follows an invitation as far as one's own browser goes; for who is never on the roster that is to the end."""
        context = browser.new_context(locale=locale)
        page = context.new_page()
        page.goto(stack.invitation(role))
        page.get_by_test_id("invite-name").fill(name)
        page.get_by_test_id("invite-sign-in-name").fill(name.lower())
        page.get_by_test_id("invite-passphrase").fill(PASSPHRASE)
        page.get_by_test_id("invite-submit").click()
        uri = page.get_by_test_id("totp-uri")
        expect(uri).to_be_visible(timeout=30 * SECONDS)
        totp = pyotp.parse_uri(uri.get_attribute("data-uri") or "")
        assert isinstance(totp, pyotp.TOTP)
        page.get_by_test_id("totp-code").fill(totp.now())
        page.get_by_test_id("totp-submit").click()
        recovery_code = page.get_by_test_id("recovery-code").inner_text()
        page.get_by_test_id("recovery-kept").click()
        home = "counts" if role == "analyst" else cls.home
        counsellor = cls(page, context, name.lower(), totp, recovery_code=recovery_code, home=home)
        counsellor.signs_in()
        return counsellor

    @classmethod
    def accepts(
        cls, browser: Browser, stack: Stack, name: str, role: str = "counsellor", locale: str = "sv-SE"
    ) -> "Counsellor":
        """Follows an invitation to the end: keys made, TOTP confirmed, signed in, on the signed roster."""
        counsellor = cls.joins(browser, stack, name, role, locale)
        page = counsellor.page
        stack.sign_roster()
        expect(page.get_by_test_id("on-roster")).to_have_attribute("data-on-roster", "true", timeout=20 * SECONDS)
        return counsellor

    def signs_in(self) -> None:
        """A code works once, so after the invitation's own the next one is used (one step of skew is allowed)."""
        self.page.get_by_test_id("sign-in-name").fill(self.sign_in_name)
        self.page.get_by_test_id("sign-in-passphrase").fill(self.passphrase)
        self.page.get_by_test_id("sign-in-totp").fill(self.next_code())
        self.page.get_by_test_id("sign-in-submit").click()
        expect(self.page.get_by_test_id(self.home)).to_be_visible(timeout=30 * SECONDS)

    def goes_on_duty(self) -> None:
        self._turns_duty(on=True)

    def goes_off_duty(self) -> None:
        self._turns_duty(on=False)

    def _turns_duty(self, *, on: bool) -> None:
        switch, wanted = self.page.get_by_test_id("duty"), str(on).lower()
        if switch.get_attribute("data-on") != wanted:
            switch.click()
        expect(switch).to_have_attribute("data-on", wanted)

    def sees_waiting(self, how_many: int) -> None:
        expect(self.page.get_by_test_id("waiting-count")).to_have_text(str(how_many), timeout=15 * SECONDS)

    def takes_next(self) -> None:
        self.page.get_by_test_id("next-person").click()
        expect(self.page.get_by_test_id("case-level")).to_be_visible(timeout=20 * SECONDS)

    def transcript(self) -> str:
        return "\n".join(self.page.get_by_test_id("transcript-entry").all_inner_texts())

    def level(self) -> str:
        return self.page.get_by_test_id("case-level").get_attribute("data-level") or ""

    def writes(self, text: str) -> None:
        composer = self.page.get_by_test_id("live-composer")
        expect(composer).to_be_editable(timeout=20 * SECONDS)
        composer.fill(text)
        self.page.get_by_test_id("live-send").click()

    def sees(self, words: str) -> None:
        said = self.page.locator("[data-testid=live-message][data-from=person]").filter(has_text=words)
        expect(said.last).to_be_visible(timeout=20 * SECONDS)

    def closes(self) -> None:
        self.page.get_by_test_id("close-case").click()
        self.page.get_by_test_id("confirm-close").click()

    def leaves_case(self) -> None:
        """After the person has ended it: back to the board."""
        self.page.get_by_test_id("back-to-board").click()
        expect(self.page.get_by_test_id("next-person")).to_be_visible()

    def next_code(self) -> str:
        return str(self.totp.at(int(time.time()) + self.ahead))
