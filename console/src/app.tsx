/** The frame around every page: name, navigation, language, session. */
import { useEffect, useRef } from "react";
import { useLanguage, useMessages } from "./language.tsx";
import type { Messages } from "./messages/zh.ts";
import { DisassembliesPage } from "./pages/disassemblies.tsx";
import { DisassemblyPage } from "./pages/disassembly.tsx";
import { StartPage } from "./pages/start.tsx";
import { StockPage } from "./pages/stock.tsx";
import { linkTo, type Route, routeOf, useHash } from "./route.ts";
import { useSession } from "./session.tsx";
import { Connect } from "./shared/connect.tsx";

const titleOf = (route: Route, { start, stock, disassembly }: Messages): string => {
  if (route.page === "start") return start.title;
  return route.page === "stock" ? stock.title : disassembly.title;
};

export function App() {
  const messages = useMessages();
  const route = routeOf(useHash());
  const heading = useRef<HTMLHeadingElement>(null);
  const title = titleOf(route, messages);
  const place = route.page === "disassembly" ? route.id : route.page;
  const shown = useRef(place);

  useEffect(() => {
    document.title = `${title} · ${messages.brand}`;
  }, [title, messages]);

  // A new page is read from its heading on; the first one leaves the focus to the browser.
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, [place]);

  return (
    <>
      <Header route={route} />
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <Page route={route} />
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  const { client } = useSession();
  if (route.page === "start") return <StartPage />;
  if (client === undefined) return <Connect />;
  switch (route.page) {
    case "stock":
      return <StockPage client={client} at={route.at} search={route.search} />;
    case "disassemblies":
      return <DisassembliesPage client={client} at={route.at} search={route.search} />;
    case "disassembly":
      return <DisassemblyPage key={route.id} client={client} id={route.id} />;
  }
}

function Header({ route }: { route: Route }) {
  const { language, messages, choose } = useLanguage();
  const { client, clientId, disconnect } = useSession();
  const links = [
    { title: messages.nav.start, to: { page: "start" }, pages: ["start"] },
    { title: messages.nav.stock, to: { page: "stock", at: 1, search: "" }, pages: ["stock"] },
    {
      title: messages.nav.disassemblies,
      to: { page: "disassemblies", at: 1, search: "" },
      pages: ["disassemblies", "disassembly"],
    },
  ] as const;
  return (
    <header>
      <button type="button" className="skip" onClick={() => document.querySelector("h1")?.focus()}>
        {messages.skip}
      </button>
      <a className="brand" href={linkTo({ page: "start" })}>
        <img src="/favicon.svg" alt="" width="28" height="28" />
        {messages.brand}
      </a>
      <nav aria-label={messages.mainNavigation}>
        {links.map(({ title, to, pages }) => (
          <a
            key={to.page}
            href={linkTo(to)}
            aria-current={pages.some((page) => page === route.page) ? "page" : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <div className="tools">
        {client && (
          <>
            <span className="state ok" title={clientId}>
              {messages.connect.connectedAs}
            </span>
            <button type="button" onClick={disconnect}>
              {messages.connect.disconnect}
            </button>
          </>
        )}
        <button
          type="button"
          lang={language === "zh" ? "en" : "zh-CN"}
          onClick={() => choose(language === "zh" ? "en" : "zh")}
        >
          {messages.otherLanguage}
        </button>
      </div>
    </header>
  );
}
