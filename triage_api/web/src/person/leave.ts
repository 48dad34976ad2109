import { send } from "../wire/call";
import { type Chat } from "./chat";

/**
 * Leaving fast. Somebody may be in the doorway, so the order is: cover the screen, tell the server, forget, go.
 * Nothing here waits for anything. The browser's history keeps an entry that this page cannot take back (page.leave_hint).
 */
export function leave(chat: Chat): void {
  const { case: open } = chat.bearers; // none when a return code lets the case go on without this page
  const language = chat.language.value;
  cover();
  endConversation(chat);
  if (open) void send("/api/case/end", { bearer: open, keepalive: true }).catch(() => undefined);
  sayNothingMore();
  chat.forget();
  location.replace(`/left#${language}`);
}

/** The conversation with the bot is forgotten on the server; a case goes on until it is ended, taken and closed, or expires. */
export function endConversation(chat: Chat): void {
  const { conversation } = chat.bearers;
  if (conversation) void send("/api/chat/leave", { bearer: conversation, keepalive: true }).catch(() => undefined);
}

/** Empties the document, so that neither the screen nor the browser's page cache has anything to show. */
export function cover(): void {
  document.title = "–";
  document.body.replaceChildren();
  document.body.className = "covered";
}

/** On a slow network this page lives on, covered, until the next has come; what it was about to send must not go out. */
function sayNothingMore(): void {
  window.fetch = () => new Promise(() => undefined);
}

const WITHIN_MS = 1500;

/** Esc three times within a moment leaves, also with a panel open. */
export function leaveOnThreeEscapes(onLeave: () => void): void {
  let pressed: number[] = [];
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      const now = performance.now();
      pressed = [...pressed.filter((at) => now - at < WITHIN_MS), now];
      const leaving = document.body.classList.contains("covered");
      if (pressed.length < 3 && !leaving) return;
      event.preventDefault(); // to a browser Esc also means "stop loading", which would keep it from going
      if (!leaving) onLeave();
    },
    { capture: true },
  );
}

/** When the page goes, by any way, what stood on it goes too; coming back with the back button starts afresh. */
export function wipeWhenGone(forget: () => void): void {
  window.addEventListener("pagehide", () => {
    forget();
    cover();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
