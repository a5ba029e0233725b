import type { ErrorText } from "./errors.ts";

/**
 * Gateway, token and transport. 4002, 4006, 5001 and their status 519 are observed; the other 40xx
 * continue the series.
 */
export const gatewayErrors = {
  clientIdMissing: {
    errcode: 4002,
    status: 519,
    zh: "认证失败, 应用ID为空[网关]",
    en: "Unauthorized, APP_ID is empty[GW]",
    remedyZh: "在请求头 X-Api-ClientID 中传应用 id",
    remedyEn: "Send the client id in the header X-Api-ClientID",
  },
  clientIdUnknown: {
    errcode: 4003,
    status: 519,
    zh: "认证失败, 应用ID不存在: {given}[网关]",
    en: "Unauthorized, APP_ID is unknown: {given}[GW]",
    remedyZh: "核对 X-Api-ClientID；用 npx xingcang credentials 查看本服务器的应用",
    remedyEn: "Check X-Api-ClientID; `npx xingcang credentials` lists the clients of this server",
  },
  authVersionInvalid: {
    errcode: 4004,
    status: 519,
    zh: "认证失败, X-Api-Auth-Version无效: {given}[网关]",
    en: "Unauthorized, X-Api-Auth-Version is invalid: {given}[GW]",
    remedyZh: "固定传 2.0",
    remedyEn: "Always send 2.0",
  },
  timestampMissing: {
    errcode: 4005,
    status: 519,
    zh: "认证失败, X-Api-TimeStamp为空[网关]",
    en: "Unauthorized, X-Api-TimeStamp is empty[GW]",
    remedyZh: "传当前时间的毫秒时间戳",
    remedyEn: "Send the current time in milliseconds",
  },
  timestampInvalid: {
    errcode: 4006,
    status: 519,
    zh: "认证失败, errDescCn: X-Api-TimeStamp过期: {given}[网关]",
    en: "Unauthorized, errDescEn: X-Api-TimeStamp is invalid: {given}[GW]",
    remedyZh: "传当前时间的毫秒时间戳，与服务器时间相差不超过 5 分钟；服务器时间 {now}",
    remedyEn:
      "Send the current time in milliseconds, within 5 minutes of the server's clock: {now}",
  },
  nonceMissing: {
    errcode: 4007,
    status: 519,
    zh: "认证失败, X-Api-Nonce为空[网关]",
    en: "Unauthorized, X-Api-Nonce is empty[GW]",
    remedyZh: "传随机正整数",
    remedyEn: "Send a random positive integer",
  },
  signatureMissing: {
    errcode: 4008,
    status: 519,
    zh: "认证失败, X-Api-Signature为空[网关]",
    en: "Unauthorized, X-Api-Signature is empty[GW]",
    remedyZh: "按签名规则计算并传 X-Api-Signature",
    remedyEn: "Compute and send X-Api-Signature by the signing rule",
  },
  signatureInvalid: {
    errcode: 4009,
    status: 519,
    zh: "认证失败, X-Api-Signature无效[网关]",
    en: "Unauthorized, X-Api-Signature is invalid[GW]",
    remedyZh:
      "核对密钥与待签名文本：方法、编码后的路径、参数、nonce、时间戳各占一行，每行以换行结束",
    remedyEn:
      "Check the secret and the canonical text: method, encoded path, parameters, nonce and timestamp, each line ended by a newline",
  },
  apiNotFound: {
    errcode: 5001,
    status: 519,
    zh: "请求的API不存在[网关]",
    en: "API not found[GW]",
    remedyZh: "核对请求方式与地址 {given}；全部接口见 /docs",
    remedyEn: "Check method and path {given}; all endpoints are listed at /docs",
  },
  tokenMissing: {
    errcode: 401,
    status: 401,
    zh: "app-token为空或无效",
    en: "app-token is missing or malformed",
    remedyZh: "用 kingdee_auth_token 获取 app-token 并放在请求头",
    remedyEn: "Get an app-token from kingdee_auth_token and send it in the header",
  },
  tokenExpired: {
    errcode: 1000202001,
    status: 401,
    zh: "JWT token has expired",
    en: "JWT token has expired",
    remedyZh: "重新获取 app-token（有效期 24 小时）",
    remedyEn: "Get a new app-token (it lives 24 hours)",
  },
  tokenRevoked: {
    errcode: 1020002008,
    status: 401,
    zh: "app-token已失效，请重新获取",
    en: "app-token is no longer valid",
    remedyZh: "重新获取 app-token；签名所用应用须与 token 所属应用一致",
    remedyEn: "Get a new app-token; the signing client must be the one the token was issued to",
  },
  appSecretStale: {
    errcode: 1030002006,
    status: 200,
    zh: "授权密钥校验失败，请获取最新密钥加密",
    en: "The app secret is not valid, fetch the latest one",
    remedyZh: "重新调用 push_app_authorize 取得最新 appSecret，再计算 app_signature",
    remedyEn:
      "Call push_app_authorize again for the latest appSecret and compute app_signature anew",
  },
  appKeyUnknown: {
    errcode: 1030002007,
    status: 200,
    zh: "appKey不存在或不属于此应用: {given}",
    en: "appKey is unknown or belongs to another client: {given}",
    remedyZh: "用 push_app_authorize 返回的 appKey",
    remedyEn: "Use the appKey that push_app_authorize returned",
  },
  instanceUnknown: {
    errcode: 1030002008,
    status: 200,
    zh: "第三方实例id{given}不存在",
    en: "outerInstanceId {given} does not exist",
    remedyZh: "核对 outerInstanceId；用 npx xingcang credentials 查看",
    remedyEn: "Check outerInstanceId; see `npx xingcang credentials`",
  },
  userUnknown: {
    errcode: 1030002009,
    status: 200,
    zh: "用户{given}不存在或不属于此账套",
    en: "User {given} does not exist in this account",
    remedyZh: "不传 uid 即取账套管理员的 app-token",
    remedyEn: "Leave uid out to get the account administrator's token",
  },
  tooManyRequests: {
    errcode: 429,
    status: 429,
    zh: "请求过于频繁，请在 {seconds} 秒后重试",
    en: "Too many requests, retry after {seconds} seconds",
    remedyZh: "降低频率，或在账套设置中调整限额",
    remedyEn: "Slow down, or raise the quota in the account settings",
  },
  permissionDenied: {
    errcode: 403,
    status: 403,
    zh: "没有此操作的权限: {given}",
    en: "Permission denied: {given}",
    remedyZh: "由管理员授权",
    remedyEn: "Ask an administrator for the permission",
  },
  metricsDenied: {
    errcode: 40301,
    status: 403,
    zh: "没有读取运行指标的权限",
    en: "Not allowed to read the metrics",
    remedyZh:
      "在服务器本机上用 127.0.0.1 读取；或设置 XINGCANG_METRICS_TOKEN，并传请求头 Authorization: Bearer 令牌",
    remedyEn:
      "Read them on the server's own machine at 127.0.0.1; or set XINGCANG_METRICS_TOKEN and send the header Authorization: Bearer <token>",
  },
  serverBusy: {
    errcode: 503,
    status: 503,
    zh: "服务器繁忙，请稍后用同一 Idempotency-Key 重试",
    en: "The server is busy, retry with the same Idempotency-Key",
    remedyZh: "请求未执行；稍候重试",
    remedyEn: "Nothing was done; retry in a moment",
  },
  writingStopped: {
    errcode: 50301,
    status: 503,
    zh: "核对发现差异，账套已停止写入；查询照常",
    en: "Verification found a difference: nothing is written in this account; reading goes on",
    remedyZh:
      "请求未执行；请管理员运行 npx xingcang verify 查看差异，处理后再次核对无差异即恢复写入",
    remedyEn:
      "Nothing was done; an administrator runs npx xingcang verify to see the difference, and again once it is mended, which lets writing go on",
  },
  outcomeUnknown: {
    errcode: 50302,
    status: 503,
    zh: "数据库连接中断，不知道请求是否已执行",
    en: "The connection to the database was lost: it is not known whether the request was done",
    remedyZh: "原样重发，或用同一 Idempotency-Key 重试：已执行的不会再执行，并得到第一次的结果",
    remedyEn:
      "Send the same bytes again, or retry with the same Idempotency-Key: what was done is not done again, and its first reply is given",
  },
  databaseUnwritable: {
    errcode: 50303,
    status: 503,
    zh: "数据库暂时不能写入：磁盘已满或出错，或数据库只读",
    en: "The database takes no writes: its disk is full or fails, or it is read-only",
    remedyZh: "请求未执行；请管理员腾出磁盘空间或让数据库可写，然后重试",
    remedyEn:
      "Nothing was done; an administrator frees disk space or makes the database writable, then retry",
  },
  serverFault: {
    errcode: 2000002000,
    status: 500,
    zh: "系统错误,请到开发者社区提单反馈",
    en: "Server fault; please report it with the request id",
    remedyZh: "请求未执行；请带上请求 id {requestId} 反馈",
    remedyEn: "Nothing was done; report it with request id {requestId}",
  },
} as const satisfies Record<string, ErrorText>;
