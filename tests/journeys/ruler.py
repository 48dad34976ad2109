"""Measures how a page stands on its screen: nothing outside, cut off, covered, or too small to touch."""

from playwright.sync_api import Page

from tests.journeys.people import Person

MEASURE = """room => {
  const wrong = [], tell = (element, what) => wrong.push(`${element.localName}.${element.className}: ${what}`);
  const all = (chosen) => [...document.querySelectorAll(chosen)].filter((e) => e.checkVisibility());
  const boxOf = (element) => element.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > wide) tell(document.body, "scrolls sideways");
  for (const element of all("body *")) {
    const { left, right, width, height } = boxOf(element), style = getComputedStyle(element);
    if (width <= 1 || style.clipPath !== "none") continue;
    if (left < -0.5 || right > wide + 0.5) tell(element, `stands outside, from ${left} to ${right}`);
    const cut = element.scrollWidth > element.clientWidth + 1 && style.overflowX !== "visible";
    if (cut && element.clientWidth) tell(element, "is cut off or scrolls sideways");
    const least = element.matches("select, summary, textarea, input, button:not(.quiet)") ? 44 : 24;
    // Who touches the words beside a box ticks it.
    const touched = boxOf(element.matches("label [type=checkbox]") ? element.closest("label") : element);
    if ((least === 44 || element.matches("button")) && Math.min(touched.width, touched.height) < least)
      tell(element, `is only ${touched.width} x ${touched.height}`);
    if (element.matches("select")) {
      element.style.width = "max-content";
      if (boxOf(element).width > width + 1) tell(element, "its word is cut off");
      element.style.width = "";
    }
  }
  const rows = [".head-row", ".emergency", ".asides", ".composer-row", ".case"];
  for (const row of rows.map((one) => `${one} > :not(dialog)`)) {
    // What is sticky is meant to lie over what is scrolled.
    const still = all(row).filter((element) => getComputedStyle(element).position !== "sticky");
    const boxes = still.map(boxOf).filter((box) => box.width > 1);
    boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 0.5 && down > 0.5) wrong.push(`${row}: two of these overlap`);
    }));
  }
  const top = Math.max(...all(".head, .emergency > p").map((element) => boxOf(element).bottom));
  const [field] = all(".composer").map(boxOf);
  if (field && !(field.top - top >= room)) wrong.push(`only ${field.top - top} between header and field`);
  if (field && !document.querySelector("dialog[open]"))
    for (const element of all(".leave, .language select, .emergency > p .call, #composer, .composer .send")) {
      const { x, y, width, height, bottom } = boxOf(element);
      if (y < 0 || bottom > innerHeight) tell(element, "is out of sight");
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      if (!element.contains(top)) tell(element, "is covered");
    }
  return wrong;
}"""
# The least that WCAG 1.4.12 asks a page to bear. A style made by script passes the page's policy; a <style> would not.
SPACED = """on => {
  const sheet = new CSSStyleSheet(), wider = "letter-spacing: .12em !important; word-spacing: .16em !important";
  sheet.replaceSync(`* { line-height: 1.5 !important; ${wider} } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = on ? [sheet] : [];
}"""
# Of the answer that came last: where what stays of the header ends, where it begins, where the field begins.
NEWEST = """() => {
  const lines = [...document.querySelectorAll(".lines > [data-line]")];
  const newest = lines[lines.findLastIndex((line) => line.matches(".person")) + 1];
  const of = (element) => element.getBoundingClientRect();
  const top = Math.max(...[...document.querySelectorAll(".head, .emergency > p")].map((bar) => of(bar).bottom));
  return [top, of(newest).top, of(document.querySelector(".composer")).top];
}"""
ROOM, ROOM_SPACED = 80, 24  # px between header and field on the lowest screen: three lines, and one


class Ruler:
    """Measures how a page stands on its screen, as it is and with wider spaced text, and gathers what does not fit."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def at(self, page: Page, state: str) -> None:
        for spaced in (True, False):
            page.evaluate(SPACED, spaced)
            self.found += [
                f"{state}{', spaced' * spaced}: {wrong}"
                for wrong in page.evaluate(MEASURE, ROOM_SPACED if spaced else ROOM)
            ]

    def newest_in_sight(self, person: Person, state: str) -> None:
        """The answer that came last begins below the header and above the field."""
        head, begins, field = person.page.evaluate(NEWEST)
        if not head <= begins < field:
            self.found.append(f"{state}: the answer begins at {begins}, not between {head} and {field}")

    def says_nothing(self) -> None:
        assert self.found == [], "\n" + "\n".join(self.found)
