/** Asks for credentials where a page needs them. */
import { type FormEvent, useState } from "react";
import { CREDENTIALS_COMMAND } from "../commands.ts";
import { useMessages } from "../language.tsx";
import { useSession } from "../session.tsx";
import { Command } from "./command.tsx";
import { Refusal } from "./refusal.tsx";

export function Connect() {
  const text = useMessages().connect;
  const { connect } = useSession();
  const [isTrying, setTrying] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const field = (name: string) => String(fields.get(name) ?? "").trim();
    setTrying(true);
    setError(undefined);
    try {
      await connect({
        clientId: field("clientId"),
        clientSecret: field("clientSecret"),
        outerInstanceId: field("outerInstanceId"),
      });
    } catch (refused) {
      setError(refused);
      setTrying(false);
    }
  };

  return (
    <section className="card connect">
      <h2>{text.title}</h2>
      <p className="hint">{text.hint}</p>
      {!globalThis.isSecureContext && <p role="alert">{text.insecure}</p>}
      <form onSubmit={submit}>
        <Field name="clientId" label={text.clientId} isRequired />
        <Field name="clientSecret" label={text.clientSecret} isRequired isSecret />
        <Field name="outerInstanceId" label={text.outerInstanceId} />
        <button type="submit" className="primary" disabled={isTrying}>
          {isTrying ? text.submitting : text.submit}
        </button>
      </form>
      {error !== undefined && <Refusal error={error} />}
      <p>{text.where}</p>
      <Command text={CREDENTIALS_COMMAND} />
    </section>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly isRequired?: boolean;
  readonly isSecret?: boolean;
}

function Field({ name, label, isRequired = false, isSecret = false }: FieldProps) {
  return (
    <label>
      {label}
      <input
        name={name}
        type={isSecret ? "password" : "text"}
        required={isRequired}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
    </label>
  );
}
