import { extension, Section } from './json';

/** Changes to the headers of requests before Envoy reads them. */
export function earlyMutation(mutations: Section[]): Section {
  return extension(
    'envoy.http.early_header_mutation.header_mutation', 'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
    { mutations },
  );
}

/** Sets a header to a value of Envoy's language; without a value nothing happens. */
export function setHeader(key: string, value: string, append_action = 'OVERWRITE_IF_EXISTS_OR_ADD'): Section {
  return { header: { key, value }, append_action };
}

/** Removes headers whose names one of the expressions is, in lower case. */
export function removeHeaders(expressions: string[]): Section {
  return { remove_on_match: { key_matcher: { safe_regex: { regex: expressions.join('|') } } } };
}

/** A name, and those that servers take for it: CGI, WSGI, Rack and PHP make one variable of `-`, `_` and `.`. */
export function spellingsOf(name: string): string {
  return partsOf(name).join('[-_.]');
}

/** The others of them alone: those that have another mark than `-` in the first place, or in the second, and so on. */
export function otherSpellingsOf(name: string): string[] {
  const parts = partsOf(name);
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join('-')}[_.]${parts.slice(index + 1).join('[-_.]')}`);
}

function partsOf(name: string): string[] {
  return name.toLowerCase().split(/[-_.]/).map((part) => part.replace(/[^a-z0-9]/g, '\\$&'));
}
