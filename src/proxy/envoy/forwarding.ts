import { FORWARDED } from '../../core/values/header-names';
import { KEPT_ID } from '../../programs/envoy/access-log';
import { earlyMutation, otherSpellingsOf, removeHeaders, setHeader, spellingsOf } from '../../programs/envoy/header-mutation';
import { Section } from '../../programs/envoy/json';
import { ReverseProxyContext } from '../reverse-proxy-context';

/** What Envoy itself reads. */
const CHAINS = ['X-Forwarded-For', 'X-Forwarded-Proto'];

/** Set for every app, unless the user sets or removes them. */
export const OWN = ['X-Real-IP', 'X-Request-ID', ...CHAINS];

/** The chain as it came, with the ports that Envoy cannot read. */
export const KEPT_CHAIN = 'x-envoy-kept-forwarded-for';

/** Done when the routes have added what they take from these. */
export const LATE_REMOVAL: Section = { request_headers_to_remove: [KEPT_ID, KEPT_CHAIN, 'x-envoy-external-address', 'x-envoy-internal'] };

/**
 * What is done to headers before Envoy looks at them. Its own would let clients change timeouts and retries. Whether a request is traced it
 * decides by an id that it made itself, so the one of the client stands aside until the request is on its way to the app. What a client says
 * by a name that apps take for one that is set or removed here goes; so does what only a proxy may say, unless it is one that is trusted.
 */
export function toEarlyMutation({ requestHeaders }: ReverseProxyContext, trusted: boolean): Section {
  const read = trusted ? [...CHAINS, ...FORWARDED] : CHAINS;
  const isRead = (name: string) => read.some((other) => other.toLowerCase() === name.toLowerCase());
  const unread = [...OWN, ...FORWARDED, ...requestHeaders.map(({ name }) => name)].filter((name) => !isRead(name));
  return earlyMutation([
    { remove_on_match: { key_matcher: { prefix: 'x-envoy-' } } },
    { append: setHeader(KEPT_ID, '%REQ(X-REQUEST-ID)%') },
    removeHeaders([...unread.map(spellingsOf), ...read.flatMap(otherSpellingsOf)]),
    ...trusted ? READABLE : [],
  ]);
}

/** How many addresses with a port are read, the last ones. */
const PORTS = 8;

/** `1.2.3.4:51001` and `[2001:db8::1]:51001`, the last one of a chain. Values that do not match stay. */
const WITHOUT_PORT = String.raw`re.extract(request.headers["x-forwarded-for"], r"^(.*)(?:\[([0-9A-Fa-f:.]+)\](?::\d+)?|\b((?:\d+\.){3}\d+):\d+)(.*)$", r"\1\2\3\4")`;

/** The first of several protocols is that of the client. */
const isProtocol = (pattern: string, value: string) => String.raw`re.extract(request.headers["x-forwarded-proto"], r"(?i)^\s*(?:${pattern})\s*(?:,.*)?$", "${value}")`;

/** What proxies write, as Envoy reads it. */
const READABLE: Section[] = [
  { append: setHeader(KEPT_CHAIN, '%REQ(X-FORWARDED-FOR)%') },
  ...Array<Section>(PORTS).fill({ append: setHeader('x-forwarded-for', `%CEL(${WITHOUT_PORT})%`) }),
  { append: setHeader('x-forwarded-proto', `%CEL(${isProtocol('https|wss', 'https')})%`) },
  { append: setHeader('x-forwarded-proto', `%CEL(${isProtocol('http|ws', 'http')})%`) },
];

/** The chain as it came, and who has sent it. Envoy would name an address of its own for one that came from the same machine. */
export const CHAIN: Section[] = [
  setHeader('X-Forwarded-For', `%REQ(${KEPT_CHAIN})%`),
  setHeader('X-Forwarded-For', '%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%', 'APPEND_IF_EXISTS_OR_ADD'),
];
