"""Somebody who texts, at the simulator's page of phones, and what they are told, for the journeys."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.people import SECONDS
from tests.journeys.stack import Stack
from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.sms.split import split
from triage_api.words import Language

TEXTS = load_texts(Settings().content)


def says(language: str, phrase: str, **braces: object) -> list[str]:
    """The texts in which a phrase of the channel comes: one, or its parts."""
    return split(TEXTS.say(Language(language), f"sms.{phrase}", **braces))


@dataclass
class Phone:
    """The `number`-th phone on the page, held by one person. What they have read is not read to them again."""

    page: Page
    context: BrowserContext
    number: int = 1
    _read: int = 0

    @classmethod
    def opens(cls, browser: Browser, stack: Stack, number: int = 1, **options: object) -> "Phone":
        """Its earlier texts are deleted first."""
        context = browser.new_context(locale="sv-SE", **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(stack.settings.phone_url + "/")
        expect(page.locator("section").first).to_be_visible(timeout=15 * SECONDS)
        while page.locator("section").count() < number:
            page.get_by_role("button", name="Another phone").click()
        phone = cls(page, context, number)
        phone.clears()
        return phone

    @property
    def section(self) -> Locator:
        return self.page.locator("section").nth(self.number - 1)

    @property
    def got(self) -> Locator:
        """All texts that have come to this phone, oldest first."""
        return self.section.locator("li:not(.own) > .bubble")

    def clears(self) -> None:
        with self.page.expect_response("**/clear"):  # or it might clear what is written next
            self.page.get_by_role("button", name=f"Clear phone {self.number}").click()
        expect(self.section.get_by_role("listitem")).to_have_count(0)
        self._read = 0

    def sends(self, text: str, *, picture: bool = False) -> None:
        own = self.section.locator("li.own")
        before = own.count()
        self.page.locator(f"#text-{self.number}").fill(text)
        self.section.get_by_role("button", name="Picture" if picture else "Send").click()
        expect(own).to_have_count(before + 1, timeout=15 * SECONDS)

    def is_switched(self, *, on: bool) -> None:
        """Off, it is out of reach of what is sent to it."""
        off = self.section.get_by_role("button", name="Out of reach")
        if (off.get_attribute("aria-pressed") == "true") is on:
            off.click()
        expect(off).to_have_attribute("aria-pressed", str(not on).lower())

    def reads(self, how_many: int = 1) -> list[str]:
        """The next texts, which come in this order."""
        first, self._read = self._read, self._read + how_many
        expect(self.got.nth(self._read - 1)).to_be_visible(timeout=20 * SECONDS)
        return [text or "" for text in self.got.all_text_contents()[first : self._read]]

    def gets(self, *texts: str) -> None:
        """The next texts are these, and nothing comes between."""
        assert self.reads(len(texts)) == list(texts)

    def reads_the_rest(self) -> list[str]:
        """What has come by now, and whatever follows it at once."""
        self.page.wait_for_timeout(1500)
        return self.reads(more) if (more := self.got.count() - self._read) else []

    def gets_nothing_more(self) -> None:
        assert self.reads_the_rest() == []

    def leaves(self) -> None:
        self.context.close()
