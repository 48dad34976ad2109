"""Somebody at the chat page whose browser runs no script."""

from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Person
from tests.journeys.stack import Stack

BEGIN = """language => {
  const form = document.createElement("form"), field = document.createElement("input");
  Object.assign(form, { method: "post", action: "/" });
  Object.assign(field, { name: "begin", value: language });
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


class PlainPerson(Person):
    """Each press of a button loads the page anew. With `script` the browser could run some, and the page has none."""

    @classmethod
    def begins(
        cls, browser: Browser, stack: Stack, language: str, *, script: bool = False, **options: object
    ) -> "PlainPerson":
        context = browser.new_context(java_script_enabled=script, **options)  # type: ignore[arg-type]
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(f"{request.method} {request.url}"))
        page.goto(stack.url + "/")
        if script:
            page.evaluate(BEGIN, language)
        else:
            page.locator(f"button[name=begin][value={language}]").click()
        expect(page.get_by_test_id("welcome")).to_be_visible(timeout=15 * SECONDS)
        return cls(page, context, requests)

    @property
    def token(self) -> str:
        return self.page.locator("#chat input[name=token]").get_attribute("value") or ""

    def sends(self, text: str) -> None:
        before = self.said_by("person").count()
        super().sends(text)
        expect(self.said_by("person").nth(before)).to_be_visible(timeout=15 * SECONDS)

    def looks(self) -> None:
        self.page.get_by_test_id("look").click()

    def picks_language(self, language: str) -> None:
        self.page.get_by_test_id("languages").locator("summary").click()
        self.page.locator(f"button[name=pick][value={language}]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def sees(self, who: str, words: str) -> None:
        """Presses until it is there, as a person would."""
        for _ in range(20):
            if self.said_by(who).filter(has_text=words).count():
                return
            self.looks()
            self.page.wait_for_timeout(250)
        super().sees(who, words)

    def waits_for(self, state: str) -> None:
        case = self.page.get_by_test_id("case-state")
        expect(case).to_be_visible(timeout=15 * SECONDS)
        for _ in range(40):
            if case.get_attribute("data-state") == state:
                return
            self.looks()
            self.page.wait_for_timeout(250)
        super().waits_for(state)
