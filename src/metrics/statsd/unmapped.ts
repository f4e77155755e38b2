/** A mapping as statsd_exporter reads it. */
export interface Mapping {
  readonly match: string;
  readonly match_metric_type?: string;
  readonly action?: string;
  readonly name: string;
  readonly [option: string]: unknown;
}

/** What the program's own metrics begin with. */
export const OWN_WORDS = ['go', 'process', 'promhttp', 'statsd'];

const OWN = `(?:${OWN_WORDS.join('|')})[^a-zA-Z0-9]`;

/** How the names of the series of a histogram end. */
const SERIES = '[^a-zA-Z0-9](?:bucket|count|sum)';

/**
 * What becomes of metrics without a mapping. The program serves no page at all when two of one name have another help: those
 * that come by the name of a mapped metric are put to it, and those that come by one of its own names get another. Nor does it when
 * a metric has the name of a series of a histogram: those that might get another.
 */
export function unmapped(mapped: Mapping[]): object[] {
  const served = mapped.filter(({ action }) => !action);
  const distinct = served.filter(({ name }, index) => served.findIndex((other) => other.name === name) === index);
  return [
    ...distinct.map((mapping) => ({ ...structuredClone(mapping), ...toRegex(namesThatBecome(mapping)), labels: {} })),
    { ...toRegex(`(${OWN}.+?)([._]total)?`), match_metric_type: 'counter', name: 'app_${1}_total' },
    { ...toRegex(`(${OWN}.+${SERIES})`), name: 'app_${1}_value' },
    { ...toRegex(`(${OWN}.+)`), name: 'app_${1}' },
    { ...toRegex('(.+?)([._]total)?'), match_metric_type: 'counter', name: '${1}_total' },
    { ...toRegex(`(.+${SERIES})`), name: '${1}_value' },
  ];
}

function toRegex(pattern: string): object {
  return { match: `^${pattern}$`, match_type: 'regex' };
}

/** The program puts '_' for what is neither letter nor digit. */
function namesThatBecome({ name, match_metric_type: type }: Mapping): string {
  const any = (part: string) => part.replace(/_/g, '[^a-zA-Z0-9]');
  return type === 'counter' ? `${any(name.replace(/_total$/, ''))}([._]total)?` : any(name);
}
