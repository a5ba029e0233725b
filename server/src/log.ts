import { type Logger, pino } from "pino";

/** Structured logs on standard output; whatever could sign a request or open an account is left out. */
export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: [
        'req.headers["app-token"]',
        'req.headers["x-api-signature"]',
        "req.headers.authorization",
        "req.headers.cookie",
        "*.secret",
        "*.appSecret",
        "*.password",
      ],
      censor: "[redacted]",
    },
  });
}
