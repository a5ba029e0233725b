/** In which language the reader reads; Chinese until he says otherwise. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { en } from "./messages/en.ts";
import { type Messages, zh } from "./messages/zh.ts";

export type Language = "zh" | "en";

interface Choice {
  readonly language: Language;
  readonly messages: Messages;
  choose(language: Language): void;
}

const KEY = "xingcang.language";
const MESSAGES: Record<Language, Messages> = { zh, en };

const Context = createContext<Choice | undefined>(undefined);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(KEY) === "en" ? "en" : "zh",
  );
  const choice = useMemo<Choice>(
    () => ({
      language,
      messages: MESSAGES[language],
      choose(chosen) {
        localStorage.setItem(KEY, chosen);
        setLanguage(chosen);
      },
    }),
    [language],
  );
  useEffect(() => {
    document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  }, [language]);
  return <Context value={choice}>{children}</Context>;
}

export function useLanguage(): Choice {
  const choice = useContext(Context);
  if (choice === undefined) throw new Error("useLanguage outside of LanguageProvider");
  return choice;
}

export const useMessages = (): Messages => useLanguage().messages;
