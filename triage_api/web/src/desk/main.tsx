import { render } from "preact";

import { Desk } from "./desk";
import { DeskPage } from "./page";

/** The desk begins here. An invitation's code leaves the address before anything else happens. */
async function begin(): Promise<void> {
  const code = new URLSearchParams(location.hash.slice(1)).get("invite");
  if (location.hash) history.replaceState(null, "", location.pathname);
  const desk = new Desk();
  window.addEventListener("pagehide", () => desk.lock());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  await desk.show(desk.language.value);
  void desk.lookAtRoster();
  render(<DeskPage desk={desk} code={code} />, document.getElementById("page")!);
}

void begin();
