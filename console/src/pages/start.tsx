/** 开始: what this is, whether it works, and the first five minutes. */
import { useEffect } from "react";
import { CREDENTIALS_COMMAND, TOUR } from "../commands.ts";
import { useMessages } from "../language.tsx";
import { useLoad } from "../load.ts";
import { linkTo } from "../route.ts";
import { type ServerState, serverState } from "../server-state.ts";
import { Command } from "../shared/command.tsx";

const CHECK_MS = 15_000;

export function StartPage() {
  const text = useMessages().start;
  return (
    <>
      <p className="lead">{text.what}</p>
      <div className="columns">
        <ServerCard />
        <section className="card">
          <h2>{text.reference}</h2>
          <p>
            <a href="/docs/">/docs</a>
            <small>{text.referenceNote}</small>
          </p>
          <h2>{text.openApi}</h2>
          <p>
            <a href="/openapi.json">/openapi.json</a>
            <small>{text.openApiNote}</small>
          </p>
        </section>
        <section className="card">
          <h2>{text.credentials}</h2>
          <p>{text.credentialsNote}</p>
          <Command text={CREDENTIALS_COMMAND} />
        </section>
      </div>
      <Tour />
    </>
  );
}

function Tour() {
  const text = useMessages().start;
  return (
    <section className="card">
      <h2>{text.tour}</h2>
      <ol className="tour">
        {(Object.keys(TOUR) as (keyof typeof TOUR)[]).map((step) => (
          <li key={step}>
            <p>{text.steps[step]}</p>
            <Command text={TOUR[step]} />
          </li>
        ))}
      </ol>
      <p>{text.tourNote}</p>
      <p className="actions">
        <a className="button primary" href={linkTo({ page: "stock", at: 1, search: "" })}>
          {text.seeStock}
        </a>
        <a className="button" href={linkTo({ page: "disassemblies", at: 1, search: "" })}>
          {text.seeDisassemblies}
        </a>
      </p>
    </section>
  );
}

function ServerCard() {
  const text = useMessages().start;
  const { data, reload } = useLoad(serverState);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), CHECK_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const state = data?.state ?? "checking";
  return (
    <section className="card">
      <h2>{text.server}</h2>
      <p className={`state ${state}`} role="status">
        {text.states[state]}
      </p>
      {text.stateHelp[state] !== "" && <p>{text.stateHelp[state]}</p>}
      {data && <Facts facts={data} />}
    </section>
  );
}

function Facts({ facts }: { facts: ServerState }) {
  const text = useMessages().start;
  const rows = [
    [text.version, facts.version],
    [text.schema, facts.schema],
    [text.waiting, facts.waiting],
  ].filter(([, value]) => value !== "");
  return (
    <dl className="facts">
      {rows.map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
