// `npm run seal-replies`: prints, as JSON, what the browser's code seals, so that Python can check that it opens.
import { fileURLToPath } from "node:url";

import { runnerImport } from "vite";

const { module } = await runnerImport(fileURLToPath(new URL("./seal_replies.ts", import.meta.url)), {
  configFile: false,
  logLevel: "silent",
});
process.stdout.write(`${JSON.stringify(await module.sealReplies(), null, 1)}\n`);
