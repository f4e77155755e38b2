import { Candidate } from './candidate';

/** What a selector of workloads looks for, as data: synthesis and admission read it each in its own way. */
export type Selection =
  | { readonly is: 'everything' }
  | { readonly is: 'labels' | 'annotations'; readonly entries: { readonly [name: string]: string } }
  | { readonly is: 'kinds' | 'namespaces' | 'paths'; readonly names: readonly string[] }
  | { readonly is: 'all of' | 'any of' | 'none of'; readonly parts: readonly Selection[] };

/** Stands for any value of a label or an annotation. */
export const ANY = '*';

export function picks(selection: Selection, candidate: Candidate): boolean {
  switch (selection.is) {
    case 'everything':
      return true;
    case 'labels':
    case 'annotations':
      return Object.entries(selection.entries).every(([name, value]) => {
        const found = candidate[selection.is][name];
        return value === ANY ? found !== undefined : found === value;
      });
    case 'kinds':
      return selection.names.includes(candidate.kind);
    case 'namespaces':
      return selection.names.includes(candidate.namespace);
    case 'paths':
      return selection.names.some((path) => isLike(path, candidate.path));
    case 'all of':
      return selection.parts.every((part) => picks(part, candidate));
    case 'any of':
      return selection.parts.some((part) => picks(part, candidate));
    case 'none of':
      return !selection.parts.some((part) => picks(part, candidate));
  }
}

/** Describes the selector as errors do, such as `labels tier=web`. */
export function describe(selection: Selection): string {
  if ('entries' in selection) {
    return `${selection.is} ${Object.entries(selection.entries).map(([name, value]) => `${name}=${value}`).join(', ')}`;
  }
  if ('parts' in selection) {
    return `${selection.is} (${selection.parts.map(describe).join('; ')})`;
  }
  return 'names' in selection ? `${selection.is} ${selection.names.join(', ')}` : selection.is;
}

/** In patterns of paths, `*` stands for anything in one part, `**` for any number of parts. */
function isLike(pattern: string, path: string): boolean {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => ({ '**': '.*', '*': '[^/]*' })[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('')}$`).test(path);
}
