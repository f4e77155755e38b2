import { Finding, RelatedPlace } from '../../lint/finding';

/** What is wrong with one text is one finding, although aliases of YAML bring the text to several places: these are named in it. */
export function withoutRepetitions(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  return findings.reduce<Finding[]>((kept, finding) => {
    const id = idOf(finding);
    const known = id === undefined ? undefined : first.get(id);
    const alias = finding.place.text?.alias;
    if (known && (alias || known.place.text?.alias)) {
      const merged = { ...known, related: [...known.related, ...alias ? [repetition(finding, alias)] : []] };
      kept[kept.indexOf(known)] = merged;
      first.set(id!, merged);
      return kept;
    }
    if (id !== undefined) {
      first.set(id, finding);
    }
    kept.push(finding);
    return kept;
  }, []);
}

function idOf({ rule, message, container, place: { origin: { file }, text } }: Finding): string | undefined {
  return text && JSON.stringify([rule, file, text.id, message.split(`'${container}'`)]);
}

function repetition({ container, place }: Finding, alias: object): RelatedPlace {
  const { text: _, ...rest } = place;
  return { ...rest, ...alias, message: `the same in ${container === undefined ? place.object : `container '${container}'`}` };
}
