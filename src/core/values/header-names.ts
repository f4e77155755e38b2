/** By which proxies tell an app what the client asked them for, beside what every proxy of the library sets. */
export const FORWARDED = [
  'Forwarded', 'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Forwarded-Prefix', 'X-Forwarded-Server', 'X-Forwarded-Scheme', 'X-Forwarded-Ssl', 'X-Forwarded-Protocol',
];

/** Names that CGI, WSGI, Rack or PHP make one variable of: to them `-`, `_` and `.` are the same. The name itself is not among them. */
export function otherSpellings(name: string): string[] {
  const [first, ...parts] = name.split(/[-_.]/);
  const all = parts.reduce((begun, part) => begun.flatMap((begin) => ['-', '_', '.'].map((mark) => `${begin}${mark}${part}`)), [first]);
  return all.filter((spelling) => spelling !== name);
}
