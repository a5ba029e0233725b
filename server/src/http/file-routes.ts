/**
 * Lists as files, templates, and files that are imported: the routes beside those of the contract
 * whose reply or body is no JSON. Gateway, signature, digest and lane are the same.
 */
import { Readable } from "node:stream";
import {
  columnName,
  type ExportEndpoint,
  IMPORT_BYTES_MAX,
  readRequest,
  type TableEndpoint,
  type TableFormat,
  tableEndpoints,
  writeReply,
} from "@xingcang/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ImportOutcome } from "../application/import-masters.ts";
import { importTable, placeOfReason } from "../application/import-table.ts";
import type { Lanes } from "../application/lane.ts";
import type { Caller, Data, ReadStore, SavedReply, UnitOfWork } from "../application/ports.ts";
import { Refused } from "../application/refused.ts";
import type { ListRows, TableFiles, WrittenTable } from "../application/table-ports.ts";
import { exportedTable, type Language, templateTable } from "../application/table-view.ts";
import type { Admission } from "../gateway/authenticate.ts";
import { checkBodyDigest } from "../gateway/body-digest.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { parseBody, readFilters } from "./body.ts";
import {
  conflictOf,
  gatewayRequest,
  isDryRun,
  isStrict,
  refusalReply,
  replaysOf,
  targetOf,
} from "./contract-routes.ts";
import { errorDetailOf } from "./error-reply.ts";
import { JSON_TYPE } from "./request-facts.ts";

/** What the routes of files need. */
export interface TableServices {
  readonly files: TableFiles;
  readonly listRows: ListRows;
  readonly readStore: ReadStore;
  readonly lanes: Lanes;
}

export interface FileRoutesOptions {
  readonly gateway: Gateway;
  readonly tables: TableServices;
}

const TYPES: Readonly<Record<TableFormat, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

const NO_BYTES = Buffer.alloc(0);

interface Asked {
  readonly caller: Caller;
  readonly input: Data;
  readonly bytes: Buffer;
}

export function fileRoutes(app: FastifyInstance, options: FileRoutesOptions): void {
  for (const endpoint of tableEndpoints) {
    const { method, path: url, permission, table } = endpoint;
    const admissions = new WeakMap<FastifyRequest, Admission>();
    app.route({
      method,
      url,
      config: { permission },
      ...(table === "import" && { bodyLimit: IMPORT_BYTES_MAX }),
      async onRequest(request) {
        const admission = await options.gateway.admit(gatewayRequest(request));
        request.facts.clientId = admission.caller.clientId;
        request.facts.accountId = admission.caller.accountId;
        admissions.set(request, admission);
      },
      async handler(request, reply) {
        const asked = readAsked(endpoint, request, admissions.get(request) as Admission);
        return answers[table](options.tables, endpoint, asked, reply, request);
      },
    });
  }
}

type Answer = (
  tables: TableServices,
  endpoint: TableEndpoint,
  asked: Asked,
  reply: FastifyReply,
  request: FastifyRequest,
) => Promise<unknown>;

const answers: Readonly<Record<TableEndpoint["table"], Answer>> = {
  async export({ files, listRows, readStore }, endpoint, { caller, input }, reply) {
    const { format, lang, ...filters } = input as FileForm;
    const table = await exportedTable({
      listRows,
      readStore,
      caller,
      endpoint: endpoint as ExportEndpoint,
      filters,
      language: lang ?? "zh",
    });
    return sendTable(reply, files, table, { name: endpoint.name, format });
  },
  async template({ files }, endpoint, { input }, reply) {
    const { format, lang = "zh" } = input as FileForm;
    const table = templateTable(endpoint, lang);
    return sendTable(reply, files, table, { name: `${endpoint.name}-template`, format });
  },
  async import(tables, endpoint, asked, reply, request) {
    const { status, body } = await imported(tables, endpoint, asked, request);
    return reply.code(status).type(JSON_TYPE).send(body);
  },
};

async function imported(
  { files, lanes }: TableServices,
  endpoint: TableEndpoint,
  { caller, input, bytes }: Asked,
  request: FastifyRequest,
): Promise<SavedReply> {
  const sheet = await files.read(bytes);
  const run = (unit: UnitOfWork) => importTable(unit, caller, endpoint, { sheet, input });
  if (input.preview === true || isDryRun(request)) {
    return lanes.rehearse(caller.accountId, async (unit) => told(endpoint, await run(unit), true));
  }
  return lanes.submit(caller.accountId, {
    replays: replaysOf(request, caller, bytes),
    async run(unit) {
      const outcome = await run(unit);
      if (outcome.reasons.length > 0) return refusalReply(request, new Refused(outcome.reasons));
      return told(endpoint, outcome, false);
    },
    conflict: () => refusalReply(request, conflictOf(request)),
  });
}

/** More would make a reply of many megabytes. */
const ISSUES_MAX = 1000;

function told(endpoint: TableEndpoint, outcome: ImportOutcome, preview: boolean): SavedReply {
  const { reasons, rows, created, changed, unchanged, ignored } = outcome;
  const data = {
    preview,
    rows,
    created: created.length,
    changed: changed.length,
    unchanged: unchanged.length,
    ids: preview ? [] : [...created, ...changed],
    ignored_columns: ignored,
    issue_count: reasons.length,
    issues: reasons.slice(0, ISSUES_MAX).map((reason) => {
      const { row, at, heading } = placeOfReason(reason, outcome);
      const column = at === undefined ? "" : columnName(at);
      return { ...errorDetailOf(reason), row, column, heading };
    }),
  };
  const body = writeReply(endpoint.reply, data);
  return { status: 200, body: `{"errcode":0,"description":"success","data":${body}}` };
}

interface FileForm {
  readonly format?: TableFormat;
  readonly lang?: Language;
}

function sendTable(
  reply: FastifyReply,
  files: TableFiles,
  table: WrittenTable,
  { name, format = "xlsx" }: { name: string; format?: TableFormat | undefined },
): FastifyReply {
  const pieces = taken(files.write(table, format), () => file.destroy(new Error("not taken")));
  const file: Readable = Readable.from(pieces, { objectMode: false });
  // Also when the caller goes away before the first or the last row.
  file.once("close", () => void table.close());
  reply.header("Content-Disposition", `attachment; filename="${name}.${format}"`);
  return reply.type(TYPES[format]).send(file);
}

/** Nobody keeps a file open, and the connection that it is made from, without taking it. */
const TAKEN_MS = 30_000;

async function* taken(pieces: AsyncIterable<Uint8Array>, giveUp: () => void) {
  for await (const piece of pieces) {
    const timer = setTimeout(giveUp, TAKEN_MS);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** @throws Refused with every fault of the query */
function readAsked(endpoint: TableEndpoint, request: FastifyRequest, admission: Admission): Asked {
  const { caller, settings } = admission;
  const bytes = (request.body as Buffer | undefined) ?? NO_BYTES;
  checkBodyDigest({ headers: request.headers, bytes, required: settings.requireBodyDigest });
  const body = endpoint.table === "import" ? undefined : parseBody(bytes);
  const given = readFilters(targetOf(request).rawQuery, body);
  const strict = settings.strict || isStrict(request);
  const { value, faults } = readRequest<Data>(endpoint.query as never, given, { strict });
  if (faults.length > 0) throw new Refused(faults);
  return { caller, input: value, bytes };
}
