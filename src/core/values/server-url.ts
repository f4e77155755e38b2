/** What OTLP over HTTP has behind the address of a server, for each kind of telemetry. */
export function signalPath(url: string): string | undefined {
  return /\/v1\/(traces|metrics|logs)\/*$/.exec(new URL(url).pathname)?.[0];
}

/** The address of a Loki server without the paths of its interfaces, each shipper adds its own: documents name one or the other. */
export function lokiServer(url: string): string {
  return url.replace(/^(\w+:\/\/[^/]+.*?)(\/+(loki\/api\/v1\/push|otlp(\/v1\/logs)?))?\/*$/, '$1');
}
