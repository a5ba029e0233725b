import type { Messages } from "./zh.ts";

/** The same texts in English. */
export const en: Messages = {
  brand: "Xingcang",
  otherLanguage: "中文",
  skip: "Skip to content",
  mainNavigation: "Main",
  nav: { start: "Start", stock: "Stock", disassemblies: "Disassembly" },
  loading: "Loading…",
  reload: "Refresh",
  retry: "Try again",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy, select it by hand",

  start: {
    title: "Start",
    what: "Xingcang is a self-hosted inventory engine that speaks Kingdee Xingchen OpenAPI v2: holds, receipts, issues and assembly, each movement on the record.",
    server: "Server",
    states: {
      checking: "Checking…",
      ok: "Running",
      unavailable: "The server runs, but cannot work yet",
      unreachable: "The server does not answer",
    },
    stateHelp: {
      checking: "",
      ok: "",
      unavailable: "See the server's log, or run npx xingcang doctor",
      unreachable: "Make sure that the server still runs; this page checks again by itself",
    },
    version: "Version",
    schema: "Schema",
    waiting: "Waiting requests",
    reference: "API reference",
    referenceNote: "Parameters and samples of every endpoint; sign and send from the page",
    openApi: "OpenAPI document",
    openApiNote: "For Postman, Apifox or a code generator",
    credentials: "Get credentials",
    credentialsNote:
      "The first start made a client and an account set. On the server's machine, run:",
    tour: "Five-minute tour",
    steps: {
      inventory: "See the stock: on hand and available of everything in the demo account",
      occupy:
        "See a hold: the demo holds one SP00009 for bill XF000202008050004.a, so one less is available than on hand",
      release:
        "Free it: send the request of the vendor's page 库存占用释放, as it is printed there",
      again: "Look again: all of SP00009 is available now",
      disassembly:
        "See disassembly bill 001: how the cost of one product and its fee goes to two parts, to the cent",
    },
    tourNote:
      "xingcang call fetches the token and signs for you. The same data can be seen on this page:",
    seeStock: "See the stock",
    seeDisassemblies: "See disassembly bills",
  },

  connect: {
    title: "Connect",
    hint: "For developers: until sign-in comes, enter the credentials of a client. They are kept in this tab only, until you close it or press Disconnect.",
    clientId: "Client id",
    clientSecret: "Client secret",
    outerInstanceId: "Outer instance id (optional)",
    submit: "Connect",
    submitting: "Connecting…",
    where: "See the credentials on the server:",
    insecure:
      "Browsers offer the cryptography for signing on https or localhost only. Open this page under such an address.",
    connectedAs: "Connected",
    disconnect: "Disconnect",
  },

  refusal: {
    title: "The request was refused",
    lostTitle: "No answer",
    lostRemedy: "Make sure that the server runs and can be reached, then try again.",
    bugTitle: "This page has a fault",
    bugRemedy: "Reload the page; if it comes again, put the text below in your report.",
    code: "Code",
    remedy: "Remedy",
    requestId: "Request id",
    row: (row) => `row ${row}`,
  },

  pager: {
    label: "Pages",
    previous: "Previous",
    next: "Next",
    position: (page, pages, rows) => `Page ${page} of ${pages}, ${rows} rows`,
  },

  search: { submit: "Search", clear: "Clear", shortcut: "Press / to search" },

  stock: {
    title: "Stock",
    search: "Material number or name",
    note: "Quantities in base units. Occupied = on hand − available, with batches that are expired and not shipped.",
    truncated: (found) =>
      `${found} materials match, only the first 100 were looked up: search for more letters.`,
    columns: {
      material: "Material",
      store: "Store",
      bin: "Bin",
      onHand: "On hand",
      occupied: "Occupied",
      available: "Available",
    },
    empty: "No stock yet",
    emptyNext:
      "Audit an 其他入库单 (other receipt), or start with the demo data: do not set XINGCANG_DEMO to 0.",
    noMatch: (search) => `No stock matches “${search}”`,
    noMatchNext: "Check the number or name, or clear the search.",
  },

  bill: {
    search: "Number, remark or material",
    number: "Number",
    date: "Date",
    status: "State",
    statuses: { C: "Audited", Z: "Not audited" },
    auditedAt: "Audited at",
    createdAt: "Created at",
    remark: "Remark",
    creator: "Created by",
    department: "Department",
    empty: "No disassembly bills yet",
    emptyNext: "Make one with POST /jdy/v2/scm/inv_disassemble.",
    noMatch: (search) => `No bill matches “${search}”`,
    noMatchNext: "Check the number, or clear the search.",
  },

  disassembly: {
    title: "Disassembly bills",
    back: "Back to the list",
    allocateRule: "Fees by",
    allocateRules: { 1: "Cost share", 2: "Quantity" },
    product: "Product (taken apart)",
    parts: "Parts (gained)",
    fees: "Fees",
    noFees: "No fees",
    balance: "Where the cost went",
    balanceProduct: "Product",
    balanceFees: "Fees",
    balanceParts: "Parts",
    balanced: "Equal to the cent",
    unbalanced: "Not equal: run npx xingcang verify",
    notAudited: "Cost and shares are computed on audit",
    columns: {
      material: "Material",
      quantity: "Quantity",
      store: "Store",
      cost: "Cost",
      unitCost: "Unit cost",
      share: "Share",
      fee: "Kind of fee",
      supplier: "Supplier",
      amount: "Net",
      tax: "Tax",
      total: "Total",
    },
  },
};
