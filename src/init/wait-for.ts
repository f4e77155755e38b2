import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { WaitSpec, WaitTarget } from './wait-target';
import { scripts, SCRIPTS_BESIDE_PROGRAM } from '../core/objects/scripts';
import { besideOwn, checkCommand } from '../core/plain-text/checks';
import { mergeMounts } from '../core/pod/container-plan';
import { headerLines } from '../core/pod/headers';
import { localPort, refuseLatePort } from '../core/pod/local-ports';
import { toLogin } from '../core/pod/login';
import { runScript } from '../core/pod/script-container';
import { certificateMount } from '../core/pod/secrets';
import { plainVariables } from '../core/pod/variables';
import { at } from '../core/values/errors';
import { checkGiven } from '../core/values/given';
import { checkDuration, wholeMilliseconds, wholeSeconds } from '../core/values/quantities';
import { DatabaseKind } from '../primitives/database-options';
import { InitStepOptions } from '../primitives/init-step-options';
import { addInitStep, forPart } from '../primitives/pattern-container';

/**
 * Properties of a wait. If it has several containers, the options of init steps apply to each, and the kind of its targets is appended to names, as
 * in `wait-postgres`.
 */
export interface WaitForProps extends InitStepOptions {
  /**
   * The targets that must answer.
   */
  readonly targets: WaitTarget[];

  /**
   * Time for all attempts of one container. Containers wait one after the other, so their times add up: see `longestWait`.
   *
   * @default Duration.minutes(2)
   */
  readonly timeout?: Duration;

  /**
   * Timeout of one attempt, in whole seconds.
   *
   * @default - 3 seconds, or `timeout` if that is less
   */
  readonly tryTimeout?: Duration;

  /**
   * Pause after the first attempt. It doubles with each attempt; the actual pause is a random time between half of it and all of it.
   *
   * @default Duration.millis(500)
   */
  readonly pause?: Duration;

  /**
   * Longest pause between two attempts.
   *
   * @default Duration.seconds(5)
   */
  readonly maxPause?: Duration;
}

/**
 * Delays the start of the app until the servers that it needs answer.
 *
 * Targets that can be checked with the same image share a container and are checked in parallel: ports, names and files; URLs; the servers of one kind
 * of database. Every command has its own container. The containers wait one after the other, each for `timeout` at most, so the
 * pod waits for at most `longestWait`. When the timeout of a container expires, it logs which target did not answer, for how long, and the last
 * error, and fails. Kubernetes restarts it according to the pod's restart policy.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, Database, WaitFor, WaitTarget } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const web = new kplus.Deployment(chart, 'Web');
 * new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const secret = kplus.Secret.fromSecretName(chart, 'Orders', 'orders-db');
 * new WaitFor(web, 'Needs', {
 *   targets: [
 *     WaitTarget.tcp({ host: 'queue', port: 5672 }),
 *     WaitTarget.database(Database.postgres({ host: 'orders', user: 'app', password: { secret, key: 'password' } }), { query: 'SELECT 1 FROM orders LIMIT 1' }),
 *   ],
 * });
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export class WaitFor extends Construct {
  /**
   * The init containers, in the order in which they run.
   */
  public readonly containers: kplus.Container[];

  /**
   * Sum of the timeouts of all containers.
   */
  public readonly longestWait: Duration;

  /**
   * @param scope the workload, or a construct inside it
   * @throws if there is no target, two have the same name, a time is zero, `tryTimeout` is longer than `timeout`, a Secret is in another namespace,
   * a password is in plain text, or a target is a container of the pod that starts later
   */
  constructor(scope: Construct, id: string, props: WaitForProps) {
    super(scope, id);
    checkGiven(this, props, 'targets');
    const groups = group(checkNames(this, props.targets.map((target) => target._spec)));
    const schedule = toSchedule(this, props);
    this.containers = groups.map((specs, index) => {
      const number = groups.slice(0, index).filter(([other]) => other.group === specs[0].group).length;
      const suffix = `${specs[0].group}${number ? `-${number + 1}` : ''}`;
      const owner = new Construct(this, suffix);
      return addWait(owner, forPart(this, props, groups.length > 1 ? suffix : undefined), specs, schedule);
    });
    this.longestWait = Duration.seconds(groups.length * Number(schedule.WAIT_TIMEOUT));
  }
}

function checkNames(owner: Construct, specs: WaitSpec[]): WaitSpec[] {
  if (specs.length === 0) {
    throw new Error(`targets of ${at(owner)} are empty: name at least one`);
  }
  const twice = specs.find(({ name }, index) => specs.findIndex((other) => other.name === name) !== index);
  if (twice) {
    throw new Error(`two targets of ${at(owner)} are called '${twice.name}': give one of them another 'name'`);
  }
  return specs;
}

function group(specs: WaitSpec[]): WaitSpec[][] {
  const groups: WaitSpec[][] = [];
  for (const spec of specs) {
    const found = spec.command ? undefined : groups.find(([first]) => first.group === spec.group && first.image === spec.image);
    if (found) {
      found.push(spec);
    } else {
      groups.push([spec]);
    }
  }
  return groups;
}

/** Commands bring programs of their own, so seconds are whole ones: not every `timeout` knows others. */
function toSchedule(owner: Construct, props: WaitForProps): { [name: string]: string } {
  const timeout = checkDuration('timeout', props.timeout, owner) ?? Duration.minutes(2);
  const tryTimeout = checkDuration('tryTimeout', props.tryTimeout, owner) ?? Duration.seconds(Math.min(3, wholeSeconds(timeout)));
  const pause = checkDuration('pause', props.pause, owner) ?? Duration.millis(500);
  const maxPause = checkDuration('maxPause', props.maxPause, owner) ?? Duration.seconds(5);
  if (wholeSeconds(tryTimeout) > wholeSeconds(timeout)) {
    throw new Error(`tryTimeout of ${wholeSeconds(tryTimeout)} s in ${at(owner)} is longer than the timeout of ${wholeSeconds(timeout)} s for all tries:`
      + ' make it shorter');
  }
  return {
    WAIT_TIMEOUT: String(wholeSeconds(timeout)),
    WAIT_TRY_TIMEOUT: String(wholeSeconds(tryTimeout)),
    WAIT_PAUSE: String(Math.min(wholeMilliseconds(pause), wholeMilliseconds(maxPause))),
    WAIT_MAX_PAUSE: String(wholeMilliseconds(maxPause)),
  };
}

function addWait(
  owner: Construct, options: InitStepOptions & { readonly containerName: string }, specs: WaitSpec[], schedule: { [name: string]: string },
): kplus.Container {
  const [{ image, pinned, command }] = specs;
  const parts = specs.map((spec, index) => toTarget(owner, options.containerName, spec, index + 1));
  const probes = specs.map(({ probe }) => probe);
  return addInitStep(owner, options, runScript(owner, {
    program: pinned,
    image,
    scripts: scripts('init', 'wait.sh', ...new Set(probes.map((probe) => `wait-${probe}.sh`))),
    folder: command && SCRIPTS_BESIDE_PROGRAM,
    longestRun: Duration.seconds(Number(schedule.WAIT_TIMEOUT)),
    args: [...probes, ...command ? ['--', ...checkCommand(owner, command.command)] : []],
    env: besideOwn(owner, command?.env, { ...plainVariables(schedule), ...Object.assign({}, ...parts.map(({ env }) => env)) }),
    volumeMounts: mergeMounts([...command?.volumeMounts ?? [], ...parts.flatMap(({ mounts }) => mounts)]),
  }));
}

/** The settings of the nth target of a container. */
function toTarget(owner: Construct, containerName: string, spec: WaitSpec, number: number): {
  readonly env: { [name: string]: kplus.EnvValue };
  readonly mounts: kplus.VolumeMount[];
} {
  const { settings, database, login = {}, headers = {}, caCertificate, file } = spec;
  const { host, port } = database ? database.database.endpoint : placeOf(settings ?? {});
  refuseLatePort(`target '${spec.name}'`, owner, localPort(owner, host, port)?.late);
  const ca = `/ca/${number}`;
  const mounts: kplus.VolumeMount[] = [];
  const paths: { [name: string]: string } = {};
  if (file) {
    const path = `/volumes/${file.volume.volume.name}`;
    mounts.push({ path, volume: file.volume.volume, readOnly: true });
    paths.FILE = `${path}/${file.path}`;
  }
  if (caCertificate) {
    mounts.push(certificateMount(owner, containerName, number, caCertificate, ca));
    paths.CA = `${ca}/ca.crt`;
  }
  mounts.push(...database?.database._mounts(owner, containerName, ca, number) ?? []);
  const { user, password } = toLogin(owner, `target '${spec.name}'`, login);
  const values: { [name: string]: kplus.EnvValue } = {
    ...plainVariables({ NAME: spec.name, ...settings, ...paths }),
    ...database && databaseVariables(owner, ca, database),
    ...user && { USER: user },
    ...password && { PASSWORD: password },
  };
  const env = Object.fromEntries(Object.entries(values).map(([key, value]) => [`WAIT_${key}_${number}`, value]));
  return { env: { ...env, ...headerLines(owner, `target '${spec.name}'`, 'WAIT_HEADER', `_${number}`, headers) }, mounts };
}

const SUPERUSER = { [DatabaseKind.POSTGRES]: 'postgres', [DatabaseKind.MYSQL]: 'root', [DatabaseKind.MARIADB]: 'root' };

function databaseVariables(owner: Construct, ca: string, { database, query }: Required<WaitSpec>['database']): { [name: string]: kplus.EnvValue } {
  const { host, port, name, user, password, tls, caFile, kind } = database._seenBy(owner, ca);
  return {
    ...plainVariables({ HOST: host, PORT: String(port), USER: SUPERUSER[kind], DATABASE: name, QUERY: query, TLS: tls, CA: caFile }),
    ...user && { USER: user },
    ...password && { PASSWORD: password },
  };
}

/** Where a target is; a name that is only looked up has no port. */
function placeOf({ HOST = '', PORT, URL: url }: { [name: string]: string | undefined }): { readonly host: string; readonly port: number } {
  if (!url) {
    return { host: HOST, port: Number(PORT) };
  }
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}
