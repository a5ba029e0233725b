/** A command to copy. */
import { useEffect, useState } from "react";
import { useMessages } from "../language.tsx";

const SHOWN_MS = 2000;

type Outcome = "copied" | "copyFailed";

export function Command({ text }: { text: string }) {
  const messages = useMessages();
  const [outcome, setOutcome] = useState<Outcome>();

  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(setOutcome, SHOWN_MS, undefined);
    return () => clearTimeout(timer);
  }, [outcome]);

  return (
    <div className="command">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={() => copy(text).then(setOutcome)} aria-live="polite">
        {messages[outcome ?? "copy"]}
      </button>
    </div>
  );
}

/** The clipboard exists on https and localhost only, and may be forbidden. */
async function copy(text: string): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "copyFailed";
  }
}
