import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

import { phrasesPlugin, staticPhrases } from "./phrases_in_pages.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The root public key is what every roster is checked against; pages built without it could trust nobody. */
function rootPublicKey(command: string): string {
  const key = process.env["LYKTA_ROOT_PUBLIC_KEY"] ?? "";
  if (command === "build" && !/^[A-Za-z0-9_-]{43}$/.test(key)) {
    throw new Error("Set LYKTA_ROOT_PUBLIC_KEY to the organisation's root public key (43 characters of base64url) before building the pages.");
  }
  return key;
}

export default defineConfig(({ command, mode }) => ({
  appType: "mpa",
  plugins: [phrasesPlugin(), staticPhrases()],
  define: { ROOT_PUBLIC_KEY: JSON.stringify(mode === "test" ? "" : rootPublicKey(command)) },
  build: {
    outDir: process.env["LYKTA_PAGES"] || here("dist"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // everything is a file of ours, so that the content security policy can stay strict
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: here("index.html"), desk: here("desk.html"), left: here("left.html"), plain: here("plain.html"), "desk-worker": here("src/desk/alerts/worker.ts") },
      // A service worker needs an address that stays: the browser asks for it again to see whether it has changed.
      output: { entryFileNames: ({ name }) => (name === "desk-worker" ? "desk-worker.js" : "assets/[name]-[hash].js") },
    },
  },
  // Argon2id takes its time on purpose, and a busy machine takes more.
  test: { include: ["tests/**/*.test.ts"], environment: "node", testTimeout: 120_000, hookTimeout: 120_000 },
}));
