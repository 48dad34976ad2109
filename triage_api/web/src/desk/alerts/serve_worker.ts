/**
 * The desk's service worker, and the only one there is: it shows that somebody waits and opens the desk. It keeps
 * nothing, asks the server for nothing, and stands between no page and its requests.
 */

/** What it needs of the place it runs in. */
export interface Scope {
  registration: { scope: string; showNotification(title: string, options: NotificationOptions): Promise<void> };
  clients: {
    matchAll(wanted: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Desk[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(name: "push", heard: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", heard: (event: Clicked) => void): void;
}

interface Desk {
  url: string;
  focus(): Promise<unknown>;
}

interface Waited {
  waitUntil(work: Promise<unknown>): void;
}

type Pushed = Waited & { data: { json(): unknown } | null };
type Clicked = Waited & { notification: { close(): void } };

/** What is said when a message cannot be read: a browser must show something, and this is always true enough to look. */
const SAYS = "Lykta: someone is waiting.";
const TAG = "lykta";

export function serve(scope: Scope): void {
  scope.addEventListener("push", (event) => event.waitUntil(show(scope, event.data)));
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(openDesk(scope));
  });
}

/** One notification at most: a newer one takes its place. */
function show(scope: Scope, data: Pushed["data"]): Promise<void> {
  const { say, quiet } = read(data);
  return scope.registration.showNotification(say, { tag: TAG, silent: quiet, requireInteraction: !quiet, ...(quiet ? {} : { renotify: true }) });
}

function read(data: Pushed["data"]): { say: string; quiet: boolean } {
  try {
    const said = data?.json() as { say?: unknown; quiet?: unknown } | null | undefined;
    return { say: typeof said?.say === "string" && said.say !== "" ? said.say : SAYS, quiet: said?.quiet === true };
  } catch {
    return { say: SAYS, quiet: false };
  }
}

/** The desk that is open already comes to the front; nothing of who waits stands in any address. */
async function openDesk(scope: Scope): Promise<void> {
  const open = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const desk = open.find(({ url }) => url.split("#")[0] === scope.registration.scope);
  if (desk) await desk.focus();
  else await scope.clients.openWindow(scope.registration.scope);
}
