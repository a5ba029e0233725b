/**
 * The reference in a browser: page, style and script. They are texts because they run in the
 * browser, not here; the script signs by the contract's own compiled `signature.js`, which is
 * served beside it.
 */

export const docsPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>星仓 Xingcang OpenAPI</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<link rel="stylesheet" href="page.css">
</head>
<body>
<form id="credentials" autocomplete="off">
<h1>在线调试 <small>Try it out</small></h1>
<p>填入应用凭据后，下面每个“Try it out”请求都会自动签名。凭据只保存在本标签页（sessionStorage）。<br>
<small>With your credentials every “Try it out” request below is signed.
They stay in this browser tab.</small></p>
<label>应用 id <small>client id</small><input name="clientId" required></label>
<label>应用密钥 <small>client secret</small><input name="clientSecret" type="password" required></label>
<label>第三方实例 id <small>outerInstanceId</small><input name="outerInstanceId"></label>
<button>连接 <small>Connect</small></button>
<button type="button" id="forget">清除 <small>Forget</small></button>
<output id="state" role="status"></output>
</form>
<div id="swagger-ui"></div>
<noscript>此页需要 JavaScript；接口定义见 /openapi.json。
This page needs JavaScript; see /openapi.json.</noscript>
<script src="swagger-ui-bundle.js"></script>
<script type="module" src="try.js"></script>
</body>
</html>
`;

export const docsStyle = `body { margin: 0; font-family: system-ui, sans-serif; }
#credentials { max-width: 1460px; margin: 0 auto; padding: 16px 20px; box-sizing: border-box;
  display: flex; flex-wrap: wrap; gap: 12px; align-items: end; border-bottom: 1px solid #d0d4da; }
#credentials h1 { font-size: 20px; width: 100%; margin: 0; }
#credentials p { width: 100%; margin: 0; color: #333; line-height: 1.5; }
#credentials label { display: flex; flex-direction: column; gap: 4px; font-size: 14px; }
#credentials input { font: inherit; padding: 6px 8px; min-width: 220px; }
#credentials button { font: inherit; padding: 7px 14px; cursor: pointer; }
#credentials output { width: 100%; min-height: 1.4em; }
#credentials output.bad { color: #b00020; }
#credentials output.good { color: #1b6e2d; }
`;

export const docsScript = `import {
  appSignature, bodyDigest, canonicalText, decodeQuery, signCanonicalText,
} from "./contract/signature.js";

const STORE = "xingcang.docs";
const AUTHORIZE = "/jdyconnector/app_management/push_app_authorize";
const TOKEN = "/jdyconnector/app_management/kingdee_auth_token";

/** The headers of a signed request; a body is signed as well. */
export async function signedHeaders(method, url, session, body) {
  const { pathname, search } = new URL(url);
  const timestamp = String(Date.now());
  const nonce = String(crypto.getRandomValues(new Uint32Array(1))[0]);
  const query = decodeQuery(search.slice(1));
  const digest = body ? await bodyDigest(body) : undefined;
  const text = canonicalText({
    method, path: pathname, query, nonce, timestamp, bodyDigest: digest,
  });
  return {
    "X-Api-ClientID": session.clientId,
    "X-Api-Auth-Version": "2.0",
    "X-Api-TimeStamp": timestamp,
    "X-Api-Nonce": nonce,
    "X-Api-SignHeaders": "X-Api-TimeStamp,X-Api-Nonce" + (digest ? ",X-Xingcang-Body-Digest" : ""),
    ...(digest && { "X-Xingcang-Body-Digest": digest }),
    "X-Api-Signature": await signCanonicalText(text, session.clientSecret),
    ...(session.token && { "app-token": session.token }),
  };
}

async function call(method, path, query, session, base) {
  const url = new URL(base + path);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  url.searchParams.sort();
  const headers = await signedHeaders(method, url.href, session);
  const reply = await (await fetch(url, { method, headers })).json();
  if (reply.errcode !== 0) throw new Error(reply.description_cn + " / " + reply.description_en);
  return reply.data;
}

/** Runs both auth calls; gives the session with its token. */
export async function connect(credentials, base) {
  const { clientId, clientSecret, outerInstanceId } = credentials;
  const bare = { clientId, clientSecret };
  const grants = await call("POST", AUTHORIZE, { outerInstanceId }, bare, base);
  const grant = grants.find((each) => each.status === 1) ?? grants[0];
  if (!grant) throw new Error("此应用没有授权账套 / this client has no account");
  const app_signature = await appSignature(grant.appKey, grant.appSecret);
  const data = await call("GET", TOKEN, { app_key: grant.appKey, app_signature }, bare, base);
  return { ...credentials, token: data["app-token"], accountName: grant.accountName };
}

/** The document without what the script fills in by itself. */
export function forPage(document, base) {
  const signedByUs = /\\/(authVersion|timestamp|nonce|signHeaders|router)$/;
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      delete operation.security;
      operation.parameters = (operation.parameters ?? []).filter(
        (parameter) => !signedByUs.test(parameter.$ref ?? ""),
      );
    }
  }
  delete document.components.securitySchemes;
  document.servers = [{ url: base }];
  return document;
}

async function start() {
  const base = new URL("..", location.href).href.replace(/\\/$/, "");
  const form = document.getElementById("credentials");
  const state = document.getElementById("state");
  let session = JSON.parse(sessionStorage.getItem(STORE) ?? "null");

  const show = (kind, text) => {
    state.className = kind;
    state.textContent = text;
  };
  const showSession = () => {
    if (!session) return show("", "未连接 / not connected");
    show("good", "已连接账套 " + session.accountName + " / connected");
  };

  for (const [name, value] of Object.entries(session ?? {})) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  showSession();
  if (!crypto.subtle) {
    show("bad", "浏览器只在 https 或 localhost 上提供签名所需的 WebCrypto：请改用 https 或 http://localhost 打开此页。 / "
      + "A browser offers WebCrypto, which signing needs, on https and localhost only: "
      + "open this page there.");
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show("", "正在连接… / connecting…");
    try {
      const given = Object.fromEntries(new FormData(form));
      for (const name of Object.keys(given)) given[name] = given[name].trim();
      session = await connect(given, base);
      sessionStorage.setItem(STORE, JSON.stringify(session));
      showSession();
    } catch (error) {
      show("bad", String(error.message ?? error));
    }
  });
  document.getElementById("forget").addEventListener("click", () => {
    session = null;
    sessionStorage.removeItem(STORE);
    form.reset();
    showSession();
  });

  const description = await (await fetch("../openapi.json")).json();
  window.SwaggerUIBundle({
    spec: forPage(description, base),
    dom_id: "#swagger-ui",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    tryItOutEnabled: false,
    validatorUrl: null,
    presets: [window.SwaggerUIBundle.presets.apis],
    requestInterceptor: async (request) => {
      if (!session) {
        show("bad", "请先连接 / connect first");
        form.scrollIntoView();
        return request;
      }
      const headers = await signedHeaders(request.method, request.url, session, request.body);
      return Object.assign(request, { headers: { ...request.headers, ...headers } });
    },
  });
}

if (typeof document !== "undefined") await start();
`;
