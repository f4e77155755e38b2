import { randomBytes } from 'node:crypto';
import { Chart } from 'cdk8s';
import { read, readJson, remove } from './api-server';
import { kubectl, Printed } from './kubectl';
import { until } from './until';

/** Label of all namespaces that end-to-end tests make; its value is the run. */
export const RUN_LABEL = 'cdk8s-pod-patterns/e2e-run';

export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: { readonly running?: object; readonly terminated?: object };
}

interface Conditions {
  readonly status: { readonly conditions?: { readonly type: string; readonly status: string }[] };
}

/** What these tests read of a pod. */
export interface Pod extends Conditions {
  readonly metadata: { readonly name: string };
  readonly status: Conditions['status'] & {
    readonly containerStatuses?: ContainerStatus[];
    readonly initContainerStatuses?: ContainerStatus[];
  };
}

/** A namespace of its own for a test. */
export class Namespace {
  public static async create(level: PodSecurityLevel): Promise<Namespace> {
    const namespace = new Namespace(`e2e-${randomBytes(5).toString('hex')}`);
    const labels = Object.fromEntries(['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
    await kubectl(['create', '-f', '-'], JSON.stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace.name, labels: { ...labels, [RUN_LABEL]: process.env.E2E_RUN } },
    }));
    await until('the namespace has its service account', () => namespace.read('serviceaccounts/default'));
    return namespace;
  }

  private constructor(public readonly name: string) {}

  /** Applies manifests with strict validation; a warning is a failure. */
  public async apply(manifests: Chart | object[], ...options: string[]): Promise<void> {
    const items = manifests instanceof Chart ? manifests.toJson() : manifests;
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const apply = () => kubectl(['apply', '-n', this.name, '--validate=strict', ...options, '-f', '-'], list);
    const { stderr } = await apply().catch((error) => {
      if (/error from server \(timeout\)|tls handshake timeout/i.test(String(error))) {
        return apply(); // a busy API server
      }
      throw error;
    });
    if (stderr) {
      throw new Error(`applied with a warning: ${stderr}`);
    }
  }

  public async pods(selector = ''): Promise<Pod[]> {
    return (await this.read<{ items: Pod[] }>(`pods?labelSelector=${encodeURIComponent(selector)}`)).items;
  }

  public pod(name: string): Promise<Pod> {
    return this.read(`pods/${name}`);
  }

  /** An object or a list of the namespace; `path` begins behind the namespace. */
  public read<T = any>(path: string, group = 'api/v1'): Promise<T> {
    return readJson(`/${group}/namespaces/${this.name}/${path}`);
  }

  /** Waits until a pod is Ready. */
  public async ready(name: string): Promise<Pod> {
    return this.until(`${name} is Ready`, async () => {
      const pod = await this.pod(name);
      return isReady(pod) && pod;
    });
  }

  /** Waits until this many pods are there and all of them are Ready. */
  public async allReady(count: number): Promise<Pod[]> {
    return this.until(`${count} pods are Ready`, async () => {
      const pods = await this.pods();
      return pods.length === count && pods.every(isReady) && pods;
    });
  }

  /** Waits until a Job is complete. */
  public async completed(job: string): Promise<void> {
    await this.until(`Job ${job} is complete`, async () => (
      hasCondition(await this.read<Conditions>(`jobs/${job}`, 'apis/batch/v1'), 'Complete')));
  }

  /**
   * Everything that the container has written to stdout and stderr.
   *
   * @param options of the API, such as `previous=true`
   */
  public logs(pod: string, container: string, options = ''): Promise<Buffer> {
    return read(`/api/v1/namespaces/${this.name}/pods/${pod}/log?container=${container}&${options}`);
  }

  /** Waits until what the container has logged passes a test. */
  public logged(pod: string, container: string, what: string, passes: (log: string) => boolean): Promise<string> {
    return this.until(`${container} of ${pod} has logged ${what}`, async () => {
      const log = (await this.logs(pod, container)).toString();
      return passes(log) && log;
    });
  }

  /** What the container prints from its start until it ends. */
  public follow(pod: string, container: string): Promise<string> {
    const printed = this.followToTheEnd(pod, container);
    printed.catch(() => {}); // whoever asks for it is told
    return printed;
  }

  /**
   * Follows again when the connection ends before the container does: that of a pod without a node ends at once.
   * Text that does not begin as the log did says that the log is gone.
   */
  private async followToTheEnd(pod: string, container: string): Promise<string> {
    let printed = '';
    let problem: unknown;
    await this.until(`${container} of ${pod} has ended`, async () => {
      const following = kubectl(['logs', '--follow', pod, '-n', this.name, '-c', container]);
      const log = await following.then(({ stdout }) => stdout.toString(), (error) => { problem = error; });
      printed = log?.startsWith(printed) ? log : printed;
      return this.hasEnded(pod, container);
    }, 900);
    if (problem && printed === '') {
      throw problem;
    }
    return printed;
  }

  private async hasEnded(name: string, container: string): Promise<boolean> {
    const pod = (await this.pods()).find(({ metadata }) => metadata.name === name);
    return !pod || statuses(pod).some((status) => status.name === container && status.state.terminated !== undefined);
  }

  /** Runs a shell script in a container. */
  public async exec(pod: string, container: string, script: string): Promise<Buffer> {
    return (await this.run(pod, container, [], script, [])).stdout;
  }

  /**
   * Appends to a file of a container, in one write: nothing that others write comes in between.
   * Something is printed at the end: otherwise kubectl may end before all is sent.
   */
  public async append(pod: string, container: string, file: string, text: string | Buffer): Promise<void> {
    const script = 'cat > "$1.part" && wc -c < "$1.part" && dd bs=1M < "$1.part" >> "$1" 2> /dev/null && rm "$1.part"';
    const { stdout } = await this.run(pod, container, ['-i'], script, [file], text);
    expect(Number(stdout)).toBe(Buffer.byteLength(text));
  }

  private run(pod: string, container: string, flags: string[], script: string, args: string[], input?: string | Buffer): Promise<Printed> {
    return kubectl(['exec', ...flags, pod, '-n', this.name, '-c', container, '--', 'sh', '-c', script, 'sh', ...args], input);
  }

  /** Has the kubelet look at the Secrets of a pod now: it does when the pod changes, and else about once a minute. */
  public async readSecretsAgain(pod: string): Promise<void> {
    await kubectl(['annotate', 'pod', pod, '-n', this.name, '--overwrite', `secrets-read=${Date.now()}`]);
  }

  public async deletePods(...names: string[]): Promise<void> {
    await kubectl(['delete', 'pod', ...names, '-n', this.name, '--wait=false']);
  }

  /** Deletes it with its pods, which get a second to stop, so that they make room for those of other tests. */
  public async delete(): Promise<void> {
    await remove(`/api/v1/namespaces/${this.name}`); // no controller makes new ones from now on
    await remove(`/api/v1/namespaces/${this.name}/pods`, { gracePeriodSeconds: 1 });
  }

  /** Waits for something here; says how the pods are when it does not come. */
  public until<T>(what: string, ask: () => Promise<T | undefined | false>, seconds?: number): Promise<T> {
    return until(what, ask, { seconds, report: () => this.report() });
  }

  private async report(): Promise<string> {
    const [pods, events] = await Promise.all([
      kubectl(['get', 'pods', '-n', this.name, '-o', 'wide']),
      kubectl(['events', '-n', this.name]),
    ]);
    return `${pods.stdout}${events.stdout.toString().split('\n').slice(-30).join('\n')}`;
  }
}

/** The states of all containers of a pod, of init containers too: native sidecars are among them. */
export function statuses({ status }: Pod): ContainerStatus[] {
  return [...status.initContainerStatuses ?? [], ...status.containerStatuses ?? []];
}

export function isReady(pod: Pod): boolean {
  return hasCondition(pod, 'Ready');
}

function hasCondition({ status }: Conditions, wanted: string): boolean {
  return status.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') ?? false;
}

/** How often the containers of a pod were restarted: of one, or of all together. */
export function restarts(pod: Pod, container?: string): number {
  return statuses(pod)
    .filter(({ name }) => !container || name === container)
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
}
