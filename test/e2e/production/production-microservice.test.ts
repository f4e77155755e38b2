import { behaviour } from '../support/behaviour';
import { answers, Client, curl, startLoad } from '../support/client';
import { DatabaseServer, startPostgres } from '../support/databases';
import { evict } from '../support/eviction';
import { appIn, example, Mode, requestLittle } from '../support/examples';
import { isReady, Namespace, Pod, restarts } from '../support/namespace';
import { startRedis } from '../support/redis';

const SELECTOR = 'app=prod-service';

/** What the example only talks to: a database, a cache, and a queue, for which Redis stands too. */
async function startServers(namespace: Namespace): Promise<DatabaseServer> {
  const [postgres] = await Promise.all([startPostgres(namespace), startRedis(namespace)]);
  await namespace.apply([
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'rabbitmq' },
      spec: { selector: { server: 'redis-service' }, ports: [{ port: 5672, targetPort: 6379 }] },
    },
  ]);
  return postgres;
}

/** Its documented requests do not fit a small node four times. */
function manifests(mode: Mode, version = 'v1.0'): any[] {
  return JSON.parse(JSON.stringify(requestLittle(example('production-microservice', mode))).replaceAll('Microservice v1.0', `Microservice ${version}`));
}

/** Waits until the rollout is complete and three pods are Ready, none of which is one of some others. */
function complete(namespace: Namespace, others: Pod[] = []): Promise<Pod[]> {
  const old = new Set(others.map(({ metadata }) => metadata.name));
  return namespace.until('the rollout is complete', async () => {
    const { metadata, spec, status } = await namespace.read('deployments/production-microservice', 'apis/apps/v1');
    const { updatedReplicas, availableReplicas, replicas } = status;
    const isSeen = status.observedGeneration === metadata.generation;
    const isDone = isSeen && [updatedReplicas, availableReplicas, replicas].every((count) => count === spec.replicas);
    const pods = (await namespace.pods(SELECTOR)).filter(({ metadata: { name } }) => !old.has(name));
    return isDone && pods.length === 3 && pods.every(isReady) && pods;
  });
}

/** Reads what the log shippers of all pods print from their starts to their ends, of those that come later too. */
class Shipped {
  private readonly printed = new Map<string, Promise<string>>();
  private enough = false;
  private readonly watching: Promise<unknown>;

  constructor(private readonly namespace: Namespace) {
    this.watching = namespace.until('the test has seen enough', async () => {
      this.follow(await namespace.pods(SELECTOR));
      return this.enough;
    }, 800);
    this.watching.catch(() => {}); // whoever stops it is told
  }

  /** Deletes the pods that are left, and gives the paths of the requests in all lines of each pod. */
  public async end(pods: Pod[]): Promise<string[][]> {
    this.enough = true;
    await this.watching;
    await this.namespace.deletePods(...pods.map(({ metadata }) => metadata.name));
    const texts = await Promise.all(this.printed.values());
    return texts.map((text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line).path));
  }

  private follow(pods: Pod[]): void {
    for (const { metadata: { name } } of pods.filter((pod) => !this.printed.has(pod.metadata.name))) {
      this.printed.set(name, this.namespace.follow(name, 'log-shipper'));
    }
  }
}

/** Each container does its work, and its log says so. */
async function expectWork(namespace: Namespace, postgres: DatabaseServer, pods: Pod[]): Promise<void> {
  const each = async (container: string, what: string, passes: (log: string) => boolean) => (
    Promise.all(pods.map(({ metadata: { name } }) => namespace.logged(name, container, what, passes))));
  const servers = ['postgres:5432', 'redis-service:6379', 'rabbitmq:5672'];
  await each('wait-for-db', 'that all three servers answered', (log) => servers.every((server) => log.includes(`tcp ${server} answered after `)));
  const migrations = await each('db-migrations', 'that it is done', (log) => log.endsWith('migrations are complete\n'));
  expect(migrations.filter((log) => /^001_create_orders.sql: applied$/m.test(log))).toHaveLength(1);
  expect(await postgres.query('SELECT indexdef FROM pg_indexes WHERE indexname = \'orders_by_item\';')).toContain('ON public.orders');
  await each('config-loader', 'what it wrote', (log) => log === 'wrote app.conf\n');
  await each('app', 'that it listens', (log) => log.includes('server is listening on :8080'));
  const [{ metadata: { name } }] = pods;
  expect(await namespace.exec(name, 'security-agent', 'cat /config/app.conf').then(String)).toBe('environment=production\nlog_level=info\n');
  await each('security-agent', 'the sums of the files, and that none has changed', (log) => (
    log.includes('8923c9740e2cd42ad3d14fba47115d70ce3e0fad6b5b7e67526258fa791cb988  /config/app.conf') && log.includes('no file has changed')));
  await curl(namespace, '--fail http://prod-service/seen');
  for (const container of ['metrics-exporter', 'log-shipper']) {
    const logs = () => Promise.all(pods.map((pod) => namespace.logs(pod.metadata.name, container)));
    await namespace.until(`${container} has logged a request`, async () => (await logs()).some((log) => log.includes('"path":"/seen"')));
  }
  await namespace.until('a request is counted', async () => /http_requests_total\{code="200"\} 1/.test(await curl(namespace, 'http://prod-service:9090/metrics')));
}

const MODES: Mode[] = ['classic', 'native'];

for (const mode of MODES) {
  behaviour(`production-microservice (${mode}): a rollout and an eviction of each pod lose no request and no log line`, async (namespace) => {
    const postgres = await startServers(namespace);
    await namespace.apply(manifests(mode));
    await Client.start(namespace, appIn(mode));
    const first = await complete(namespace);
    await answers(namespace, 'http://prod-service/healthz/proxy'); // which the proxy does not count
    await expectWork(namespace, postgres, first);

    const shipped = new Shipped(namespace);
    const load = await startLoad(namespace, 'http://prod-service', 10);
    await namespace.apply(manifests(mode, 'v1.1'));
    let pods = await complete(namespace, first);
    // Pods that end still answer until the cluster leads the Service to the new ones alone.
    await namespace.until('the new version answers', async () => await curl(namespace, 'http://prod-service/after') === 'Production Microservice v1.1\n');
    const seen = [...first, ...pods];
    for (const pod of pods) {
      const others = (await complete(namespace)).filter(({ metadata }) => metadata.name !== pod.metadata.name);
      // The disruption controller gets to know of Ready pods a moment later.
      await namespace.until(`${pod.metadata.name} is evicted`, async () => await evict(namespace, pod) === 'evicted');
      expect(await evict(namespace, others[0])).toBe('refused');
    }
    pods = await complete(namespace, seen);
    const outcomes = await load.stop();
    expect(pods.map((pod) => restarts(pod))).toEqual([0, 0, 0]);
    expect(outcomes.filter((outcome) => outcome !== '200 0')).toEqual([]);
    const ofPods = await shipped.end(pods);
    const paths = ofPods.flat();
    const lost = outcomes.map((_, index) => `/load/${index + 1}`).filter((path) => !paths.includes(path));
    const twice = paths.filter((path, index) => path.startsWith('/load/') && paths.indexOf(path) !== index);
    const lines = ofPods.map(({ length }) => length); // says whether a pod has none
    expect({ lost, twice, lines }).toEqual({ lost: [], twice: [], lines });
    return `${outcomes.length} requests, ${paths.length} lines`;
  });
}
