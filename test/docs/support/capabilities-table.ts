import { CAPABILITIES, Policy, ProxyName } from '../../../src/ambassador/capabilities';
import { UpstreamKind } from '../../../src/ambassador/upstream';

const PROXIES: [ProxyName, string][] = [['envoy', 'Envoy'], ['haproxy', 'HAProxy'], ['nginx', 'nginx'], ['pgBouncer', 'PgBouncer']];

/** The table of docs/ambassadors.md: for which kinds of upstreams each proxy can do what. */
export function capabilitiesTable(): string {
  const policies = [...new Set(Object.values(CAPABILITIES).flatMap((kinds) => Object.values(kinds).flat()))];
  return [
    row(['', ...PROXIES.map(([, name]) => name)]),
    row(['---', ...PROXIES.map(() => '---')]),
    row(['kinds', ...PROXIES.map(([proxy]) => kindsOf(proxy).join(', '))]),
    ...policies.map((policy) => row([policy, ...PROXIES.map(([proxy]) => cell(proxy, policy))])),
  ].join('\n');
}

function kindsOf(proxy: ProxyName): UpstreamKind[] {
  return Object.keys(CAPABILITIES[proxy]) as UpstreamKind[];
}

function cell(proxy: ProxyName, policy: Policy): string {
  const able = kindsOf(proxy).filter((kind) => CAPABILITIES[proxy][kind]!.includes(policy));
  return able.length === 0 ? '-' : able.length === kindsOf(proxy).length ? 'all' : able.join(', ');
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`.replace(/^\| {2}/, '| ');
