/** Why something failed, in full: code, text, remedy and request id, as the server gave them. */
import { ApiError, ConnectionError } from "@xingcang/client";
import { type ErrorKey, errors } from "@xingcang/contract";
import { useLanguage, useMessages } from "../language.tsx";

export function Refusal({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { retry } = useMessages();
  return (
    <section className="refusal" role="alert">
      {error instanceof ApiError ? <Refused error={error} /> : <Failed error={error} />}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {retry}
        </button>
      )}
    </section>
  );
}

function Refused({ error }: { error: ApiError }) {
  const { language, messages } = useLanguage();
  const text = messages.refusal;
  const isChinese = language === "zh";
  const reasons = error.errors.map((reason) => ({
    place: [reason.field, reason.row > 0 ? text.row(reason.row) : ""].filter(Boolean).join(" · "),
    description: isChinese ? reason.description : reason.description_en || reason.description,
    remedy: isChinese ? reason.remedy : reason.remedy_en || reason.remedy,
  }));
  const summary = isChinese ? error.description : error.descriptionEn || error.description;
  if (reasons.length === 0) {
    reasons.push({ place: "", description: summary, remedy: remedyOf(error.key, isChinese) });
  }
  return (
    <>
      <h2>{text.title}</h2>
      {reasons.map(({ place, description, remedy }) => (
        <div key={place + description}>
          <p>
            {place !== "" && <code>{place}</code>} {description}
          </p>
          {remedy !== "" && (
            <p>
              <strong>{text.remedy}</strong> {remedy}
            </p>
          )}
        </div>
      ))}
      <dl className="facts">
        <dt>{text.code}</dt>
        <dd>
          <code>{error.errcode}</code>
        </dd>
        {error.requestId !== "" && (
          <>
            <dt>{text.requestId}</dt>
            <dd>
              <code>{error.requestId}</code>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

/** The catalogue's remedy, where the reply brought none; not one with places to fill in. */
function remedyOf(key: ApiError["key"], isChinese: boolean): string {
  if (key === undefined || !Object.hasOwn(errors, key)) return "";
  const { remedyZh, remedyEn } = errors[key as ErrorKey];
  const remedy = isChinese ? remedyZh : remedyEn;
  return remedy.includes("{") ? "" : remedy;
}

function Failed({ error }: { error: unknown }) {
  const text = useMessages().refusal;
  const isLost = error instanceof ConnectionError;
  return (
    <>
      <h2>{isLost ? text.lostTitle : text.bugTitle}</h2>
      <p>{isLost ? text.lostRemedy : text.bugRemedy}</p>
      <p>
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </p>
    </>
  );
}
