"""Walks a page by keyboard alone, and hears what a screen reader is given."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.people import SECONDS, Person

FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getClientRects()[0];
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const rows = [0.05, 0.25, 0.5, 0.75, 0.95].map((part) => top + part * (bottom - top));
  const open = rows.some((y) => element.contains(document.elementFromPoint(box.x + box.width / 2, y)));
  const what = element.dataset.choice ?? element.dataset.testid ?? element.getAttribute("href") ?? element.localName;
  return { what, seen: outlined && open };
}"""


class Keys:
    """Somebody's keyboard: each step lands on something whose focus can be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def stands_on(self, scrolled: bool = False) -> str:
        """What has the focus, which must be seen, unless the page has `scrolled` since to something new."""
        focus: dict[str, Any] = self.page.evaluate(FOCUS)
        assert scrolled or focus["seen"], f"the focus on {focus['what']} cannot be seen"
        return str(focus["what"])

    def press(self, key: str, times: int = 1) -> list[str]:
        """What the focus stands on after each press."""
        steps = []
        for _ in range(times):
            self.page.keyboard.press(key)
            steps.append(self.stands_on())
        return steps

    def walks_to(self, what: str, key: str = "Tab") -> list[str]:
        """Presses the key until the focus stands on `what`; returns all it stood on."""
        steps: list[str] = []
        while what not in steps:
            assert len(steps) < 40, f"{key} never reaches {what}: {steps}"
            steps += self.press(key)
        return steps

    def writes(self, person: Person, text: str) -> None:
        before = person.said_by("bot").count()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        expect(person.said_by("bot").nth(before)).to_be_visible(timeout=15 * SECONDS)
        assert self.stands_on() == "composer"


# What a screen reader is given: every text that comes into a live region, once for each region it came into.
LISTEN = """() => {
  window.announced = [];
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records)
      for (const node of addedNodes) {
        let regions = 0;
        for (let at = target.nodeType === 1 ? target : target.parentElement; at; at = at.parentElement)
          if (at.matches("[aria-live], [role=status], [role=alert], [role=log]")) regions++;
        for (let n = 0; n < regions; n++) announced.push(node.textContent);
      }
  }).observe(document.body, { childList: true, subtree: true });
}"""
