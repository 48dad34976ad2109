import { type JSX } from "preact";

import { CaseBar } from "./case_bar";
import { type Chat } from "./chat";
import { Composer } from "./composer";
import { Header } from "./header";
import { Here } from "./here";
import { Log } from "./log";
import { Mailbox } from "./mailbox";
import { PairPanel } from "./pair_panel";

export function Page({ chat }: { chat: Chat }): JSX.Element {
  return (
    <Here.Provider value={chat}>
      <div class="frame" lang={chat.language.value}>
        <Header />
        <Log />
        <div class="foot">
          <CaseBar />
          <Composer />
        </div>
        <Mailbox />
        <PairPanel />
      </div>
    </Here.Provider>
  );
}
