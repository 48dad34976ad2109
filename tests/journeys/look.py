"""Reads a page with axe-core as it stands, in light and dark, and gathers what is wrong."""

from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Page

from triage_api.settings import ROOT

AXE = ROOT / "triage_api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES: dict[Literal["dark", "light"], list[str]] = {
    "dark": ["color-contrast", "link-in-text-block"],  # only colours change with the scheme
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RUN = "rules => axe.run({ runOnly: rules, resultTypes: ['violations', 'incomplete'] })"

# axe says it is unsure where something else lies over a text, as the header does over a scrolled line. Our colours are
# flat, so behind a text are the backgrounds of what it stands in; a tint in a gradient is taken at its strongest. Gives
# those of the texts that stand out less than WCAG 1.4.3 asks; what has left the page meanwhile nobody has to read.
CONTRAST = """targets => targets.filter((target) => {
  const element = document.querySelector(target);
  if (!element) return false;
  const style = getComputedStyle(element);
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const behind = [];
  for (let at = element; at; at = at.parentElement) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at);
    behind.unshift(backgroundColor, ...(backgroundImage.match(/(?:rgba?|color)\\([^)]*\\)/g) ?? []).slice(0, 1));
  }
  const shine = (colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [shine(behind), shine([...behind, style.color])].sort((a, b) => a - b);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  return (light + 0.05) / (dark + 0.05) < (large ? 3 : 4.5);
})"""


@dataclass
class Look:
    """`found` holds a line for each violation: the state, the scheme, the rule, the element."""

    found: list[str] = field(default_factory=list)

    def at(self, page: Page, state: str) -> None:
        """Reads the page in both schemes. axe comes in through the debugger, so the page's own policy stays whole."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text("utf-8"))
        for scheme, rules in RULES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            read = page.evaluate(RUN, rules)
            for rule in read["violations"]:
                self._note(state, scheme, rule, [node["target"][0] for node in rule["nodes"]])
            for rule in read["incomplete"]:
                targets = [node["target"][0] for node in rule["nodes"]]
                if rule["id"] == "color-contrast":
                    targets = page.evaluate(CONTRAST, targets)
                self._note(state, scheme, rule, targets)

    def _note(self, state: str, scheme: str, rule: dict[str, Any], targets: list[str]) -> None:
        self.found += [f"{state}, {scheme}: {rule['id']} ({rule['help']}): {target}" for target in targets]

    def says_nothing(self) -> None:
        """All of what was found is told at once."""
        assert self.found == [], "\n" + "\n".join(self.found)
