import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AmbassadorProgram, Sidecar, SidecarMode, Upstream } from '../../src/index';
import { containerOf, IMAGE, newChart, newDeployment, podSpecOf } from '../support/workloads';
import { migrate } from './support/migrate';

describe('an ambassador', () => {
  const local = { login: { host: undefined } };
  const ambassador = (web: kplus.AbstractPod, sidecarMode?: SidecarMode) => new Sidecar(web, 'Proxy', { image: IMAGE, ports: [{ number: 5432 }], sidecarMode });

  test('that is a native sidecar is there before the migrations', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    ambassador(web);
    migrate(web, local);
    expect(podSpecOf(chart).initContainers.map(({ name }: any) => name)).toEqual(['proxy', 'migrations']);
  });

  test.each(['127.0.0.1', '127.0.1.1', 'localhost', 'LocalHost', '::1', '0.0.0.0'])('fails at %s when nothing has the port', (host) => {
    expect(() => migrate(newDeployment(), { login: { host } })).toThrow('no native sidecar created before it has port 5432');
  });

  test('fails when only an init step before has the port, which has ended', () => {
    const web = newDeployment();
    web.addInitContainer({ image: IMAGE, ports: [{ number: 5432 }] });
    expect(() => migrate(web, local)).toThrow('no native sidecar created before it has port 5432');
  });

  test('fails when it is a classic sidecar, or comes later', () => {
    const web = newDeployment();
    expect(() => migrate(web, local)).toThrow('no native sidecar created before it has port 5432');
    const classic = newDeployment();
    ambassador(classic, SidecarMode.CLASSIC);
    expect(() => migrate(classic, local)).toThrow("container 'proxy' starts only after all init steps: make it a native sidecar");
  });
});

describe.each(['envoy', 'haproxy', 'nginx'] as const)('the database ambassador %s', (proxy) => {
  const through = (web: kplus.AbstractPod, sidecarMode?: SidecarMode) => (
    new AmbassadorProxy(web, 'Database', { upstreams: [Upstream.postgres({ host: 'orders' })], program: AmbassadorProgram[proxy](), sidecarMode }).endpoint);

  test('is started before the migrations where it is native', () => {
    const chart = newChart();
    const web = newDeployment(chart);
    migrate(web, { login: { host: undefined, endpoint: through(web) } });
    expect(podSpecOf(chart).initContainers.map(({ name, restartPolicy }: any) => [name, restartPolicy])).toEqual([['database', 'Always'], ['migrations', undefined]]);
    expect(containerOf(podSpecOf(chart), 'migrations').env).toContainEqual({ name: 'PGHOST', value: '127.0.0.1' });
  });

  test('fails where it is classic, because it would start after all init steps', () => {
    const web = newDeployment();
    const endpoint = through(web, SidecarMode.CLASSIC);
    expect(() => migrate(web, { login: { host: undefined, endpoint } })).toThrow("database 127.0.0.1:5432 of 'shop/Web/Migrations' is in the pod itself, but container 'database' starts only after all init");
  });
});
