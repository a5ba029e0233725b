/** Where the commands find the server, and as whom they call it. */
import { type Client, createClient } from "@xingcang/client";
import { readConfig } from "../config.ts";
import { baseUrl } from "../serve.ts";
import { newAppToken } from "./credential.ts";
import { CommandFailed } from "./failure.ts";
import { findServer } from "./server-file.ts";
import { both } from "./terminal.ts";
import { withSystem } from "./with-system.ts";

export interface ConnectOptions {
  /** Of the server; default: the one that runs on the data folder. */
  readonly url?: string;
  /** Of the grant; default: the first one. */
  readonly outerInstanceId?: string;
}

/** A client of the running server. @throws CommandFailed when there is none, or no such grant */
export async function connect(options: ConnectOptions): Promise<Client> {
  const url = serverUrl(options.url);
  const credential = await findCredential(url, options, false);
  return createClient({ baseUrl: url, ...credential });
}

export function serverUrl(given: string | undefined): string {
  const { dataDir, host, port } = readConfig(process.env);
  const url = given ?? findServer(dataDir)?.url;
  if (url !== undefined) return url.replace(/\/+$/, "");
  // With a database of one's own, the server may run on another machine or folder.
  if (process.env.DATABASE_URL || process.env.PORT) return baseUrl(host, port);
  throw new CommandFailed(
    both(
      "没有运行中的服务。请先运行 npx xingcang serve，或用 --url 指定地址",
      "no server runs here: start it with npx xingcang serve, or name one with --url",
    ),
  );
}

export interface Credential {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly outerInstanceId: string;
  /** From the database; undefined: the server is asked for one. */
  readonly appToken: string | undefined;
}

/**
 * That of the environment, else the first of the database, or the one of the given outer instance
 * id.
 */
export async function findCredential(
  url: string,
  { outerInstanceId: wanted }: ConnectOptions,
  withToken: boolean,
): Promise<Credential> {
  const { credentials } = readConfig(process.env);
  if (credentials !== undefined) {
    return {
      ...credentials,
      outerInstanceId: wanted ?? credentials.outerInstanceId,
      appToken: undefined,
    };
  }
  return withSystem("existing", async ({ system }) => {
    for (const client of await system.access.listCredentials()) {
      const fits = client.grants.find(
        ({ outerInstanceId, active }) => active && (wanted ?? outerInstanceId) === outerInstanceId,
      );
      if (fits === undefined) continue;
      const { outerInstanceId } = fits;
      const appToken = withToken ? await newAppToken(system.access, fits) : undefined;
      return { clientId: client.id, clientSecret: client.secret, outerInstanceId, appToken };
    }
    throw new CommandFailed(
      both(`没有可用的授权 ${wanted ?? ""}`, "no such grant; see npx xingcang credentials") +
        ` (${url})`,
    );
  });
}
