import { IConstruct } from 'constructs';
import { memoized } from './memoized';

/**
 * Checks that more than one concept needs. Every message says what, which value, where, and the way out.
 */

/** Where a construct stands, as users see it in errors. */
export function at(construct: IConstruct): string {
  return construct.node.path ? `'${construct.node.path.replace(UNNAMED, '')}'` : 'the app';
}

/** Ids that cdk8s leaves out of names too. */
const UNNAMED = /\/(Default|Resource)(?=\/|$)/g;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Kubernetes names containers and volumes by DNS labels. */
export function checkDnsLabel(what: string, name: string, where: IConstruct, wayOut: string): string {
  if (!DNS_LABEL.test(name)) {
    throw new Error(`${what} '${name}' in ${at(where)} is not a DNS label (lowercase letters, digits and '-', 63 at most): ${wayOut}`);
  }
  return name;
}

/** Most paths are; every mount of every pod is asked, several times. */
const NORMAL_PATH = /^(\/[^/.][^/]*)+$/;

/** An absolute path without its trailing slashes: '/x' and '/x/' are the same place. */
export function normalizePath(what: string, path: string, where: IConstruct): string {
  if (NORMAL_PATH.test(path)) {
    return path;
  }
  if (!path.startsWith('/')) {
    throw new Error(`${what} '${path}' in ${at(where)} is relative: start it with '/'`);
  }
  if (path.split('/').some((part) => part === '.' || part === '..')) {
    throw new Error(`${what} '${path}' in ${at(where)} has a '.' or '..' in it: write the path out`);
  }
  return path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** Kubernetes names ports by service names (RFC 6335). */
export function isPortName(name: string): boolean {
  return PORT_NAME.test(name);
}

/** 'LogShipper' gives 'log-shipper'. */
export function toKebabCase(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2').toLowerCase();
}

/** The same of an id, which many constructs have. */
export const kebabCase = memoized(toKebabCase);

/** @param whose such as `of container 'app'` */
export function checkPortNumber(port: number, whose: string, where: IConstruct): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`port ${port} ${whose} in ${at(where)} is not a port: use a whole number from 1 to 65535`);
  }
  return port;
}
