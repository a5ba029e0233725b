/** Who calls: credentials of a client, for this tab only. Sign-in of people comes later. */
import { type Client, createClient } from "@xingcang/client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outerInstanceId: string;
}

export interface Session {
  /** Undefined until connected. */
  readonly client: Client | undefined;
  readonly clientId: string;
  /** Keeps the credentials when the server accepts them. Throws what the client throws. */
  connect(credentials: Credentials): Promise<void>;
  disconnect(): void;
}

const KEY = "xingcang.session";

const clientOf = ({ clientId, clientSecret, outerInstanceId }: Credentials): Client =>
  createClient({
    baseUrl: "",
    clientId,
    clientSecret,
    ...(outerInstanceId !== "" && { outerInstanceId }),
    // A person waits: say soon that the server does not answer.
    retries: 1,
  });

function kept(): Credentials | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<Credentials> | null;
    const { clientId = "", clientSecret = "", outerInstanceId = "" } = found ?? {};
    return clientId === "" ? undefined : { clientId, clientSecret, outerInstanceId };
  } catch {
    return undefined;
  }
}

const Context = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [credentials, setCredentials] = useState(kept);
  const session = useMemo<Session>(
    () => ({
      client: credentials && clientOf(credentials),
      clientId: credentials?.clientId ?? "",
      async connect(given) {
        await clientOf(given).system.currentUserInfo();
        sessionStorage.setItem(KEY, JSON.stringify(given));
        setCredentials(given);
      },
      disconnect() {
        sessionStorage.removeItem(KEY);
        setCredentials(undefined);
      },
    }),
    [credentials],
  );
  return <Context value={session}>{children}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === undefined) throw new Error("useSession outside of SessionProvider");
  return session;
}
