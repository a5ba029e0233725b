export function docsRoutes(_app: unknown, _options: unknown): void {}
