/**
 * Lighthouse's scores of pages, as its slow-phone profile gives them (a mid-range phone on slow 4G, its defaults).
 *
 *     CHROME_PATH=… node measure.mjs ROUNDS LANGUAGE=URL…
 *
 * Prints one line of JSON for each page and round: {"language", "url", "scores": {category: 0–100}, "below": [audit…]}.
 * Each page gets a browser of its own that asks for the language and reaches nothing but this machine.
 */
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const [rounds, ...pages] = process.argv.slice(2);
for (const page of pages) {
  const [, language, url] = page.match(/^(\w+)=(.+)$/);
  for (let round = 0; round < Number(rounds); round++) {
    const chrome = await launch({ chromeFlags: [...FLAGS, `--accept-lang=${language}`], logLevel: "silent" });
    try {
      const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "silent" });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      const scores = Object.fromEntries(CATEGORIES.map((id) => [id, Math.round(lhr.categories[id].score * 100)]));
      const weighed = CATEGORIES.flatMap((id) => lhr.categories[id].auditRefs.filter(({ weight }) => weight > 0).map((ref) => lhr.audits[ref.id]));
      const below = weighed.filter(({ score }) => score !== null && score < 0.9).map(({ id, displayValue }) => `${id} ${displayValue ?? ""}`.trim());
      console.log(JSON.stringify({ language, url, scores, below }));
    } finally {
      await chrome.kill();
    }
  }
}
