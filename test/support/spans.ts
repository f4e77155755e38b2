/** A request of OTLP in JSON with numbered spans. */
export function batchOfSpans(first: number, last: number, name: string): string {
  const spans = Array.from({ length: last - first + 1 }, (_, index) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (first + index).toString(16).padStart(16, '0'),
    name: `span ${first + index} of ${name}`,
    kind: 1,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
  }));
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] }, scopeSpans: [{ spans }] }] });
}
