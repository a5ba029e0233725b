/** The system's Chromium, driven by playwright-core; it downloads nothing. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launchChromium(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  const executablePath = given ? given : PATHS.find((path) => existsSync(path));
  if (executablePath === undefined || !existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${given || PATHS.join(", ")}. Install it, or set CHROMIUM_PATH:\n` +
        "apt-get update && apt-get install -y chromium fonts-noto-cjk",
    );
  }
  return chromium.launch({ executablePath, args: ARGS });
}
