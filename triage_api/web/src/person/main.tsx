import { render } from "preact";

import { Chat } from "./chat";
import { endConversation, leave, leaveOnThreeEscapes, wipeWhenGone } from "./leave";
import { Page } from "./page";

/** The person's page begins here: words first, then the page, so that nothing stands there in the wrong language. */
async function begin(): Promise<void> {
  const root = document.getElementById("page")!;
  const chat = new Chat();
  leaveOnThreeEscapes(() => leave(chat));
  wipeWhenGone(() => {
    endConversation(chat);
    chat.forget();
  });
  await chat.show(chat.language.value);
  void chat.lookForTexting();
  render(<Page chat={chat} />, root);
}

void begin();
