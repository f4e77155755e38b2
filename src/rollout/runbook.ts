import { Commands } from './commands';
import { RolledWorkload } from './rolled-workload';
import { initLimit, InitTimeouts } from './start-time';
import { PodContainerRole } from '../core/spec/pod-container-role';
import { ContainerInPod } from '../core/spec/pod-spec';

/** What a runbook knows beside the manifest. */
export interface RunbookFacts {
  readonly timeouts: InitTimeouts;
  readonly disruptionBudget: string;
  readonly autoscaler?: string;
}

/** From symptom to cause, in Markdown, with the names of one workload. */
export function toRunbook(workload: RolledWorkload, facts: RunbookFacts): string {
  const commands = new Commands(workload);
  return [
    introduction(workload, commands),
    stuck(workload, commands),
    partiallyReady(workload, commands),
    ...workload.sidecars.length > 0 ? [sidecars(workload, commands)] : [],
    ...workload.inits.length > 0 ? [inits(workload, commands, facts.timeouts)] : [],
    outOfMemory(workload, commands),
    ...volumesOf(workload).length > 0 ? [volumes(workload, commands)] : [],
    ...portsOf(workload).length > 0 ? [ports(workload, commands)] : [],
    drains(commands, facts),
  ].join('\n');
}

function introduction({ kind, name, app, sidecars: beside, inits: before }: RolledWorkload, commands: Commands): string {
  const rows = [
    ...before.map((one) => row(one, 'init container')),
    ...beside.map((one) => row(one, one.role === PodContainerRole.SIDECAR ? 'native sidecar' : 'sidecar')),
    row(app, 'app'),
  ];
  return `# Runbook: ${kind} ${name}

| container | what it is | ports | memory limit |
|---|---|---|---|
${rows.join('\n')}

The commands below look at the pod that was created last, which is the one that a rollout waits for. Set the variable first:

${shell(commands.newestPod(), commands.onPods(' -o wide'))}`;
}

function row({ name, container }: ContainerInPod, what: string): string {
  const numbers = (container.ports ?? []).map(({ containerPort }: any) => containerPort).join(', ');
  return `| ${name} | ${what} | ${numbers || '-'} | ${container.resources?.limits?.memory ?? 'none'} |`;
}

function stuck({ kind, spec, inits: before, sidecars: beside }: RolledWorkload, commands: Commands): string {
  const natives = beside.filter(({ role }) => role === PodContainerRole.SIDECAR);
  const startsFirst = [...before.length > 0 ? ['an init container'] : [], ...natives.length > 0 ? ['a native sidecar'] : []].join(' or ');
  const deadline = spec.progressDeadlineSeconds;
  return section('The rollout does not progress', 'RolloutStuck', `
Pods of the version before serve on.${deadline ? ` The Deployment gives up after ${deadline} s without progress.` : ''}`, [
    ['a pod is Pending', 'no node has room, or a volume or an image is missing: the events say which'],
    ['ImagePullBackOff or ErrImagePull', 'the image or its tag does not exist, or the registry wants credentials'],
    ['CreateContainerConfigError', 'a ConfigMap, a Secret or one of its keys is missing'],
    ['fewer containers ready than there are', 'see "Some containers of a pod are not ready"'],
    ...startsFirst ? [['Init:Error or Init:CrashLoopBackOff', `${startsFirst} fails: see its section below`] as [string, string]] : [],
  ], [
    commands.onWorkload('rollout status', ' --timeout=5s'),
    commands.onPods(),
    commands.run('describe "$POD"'),
    commands.run('get events --sort-by=.lastTimestamp --field-selector "involvedObject.name=${POD#pod/}"'),
  ], `Go back to the version before:

${shell(commands.onWorkload('rollout undo'))}${kind === 'StatefulSet' ? `
A StatefulSet waits for a broken pod even then. Delete that pod, and it comes back with the version before:

${shell(commands.run('delete "$POD"'))}` : ''}`);
}

function partiallyReady({ app, sidecars: beside }: RolledWorkload, commands: Commands): string {
  const all = [app, ...beside];
  return section('Some containers of a pod are not ready', 'PodPartiallyReady', `
A pod gets requests only when all of its containers are ready, sidecars too. The first command shows which one is not.`, [
    ['started, but not ready', 'its readiness probe fails: the events of the pod say how'],
    ['waiting, with restarts', 'it crashes: the log of the container before the restart says why'],
    ...all.flatMap(({ name, container }) => probeRow(name, container.readinessProbe)),
  ], [
    commands.statuses('.ready', '.restartCount', '.state'),
    ...all.map(({ name }) => commands.logs(name)),
    commands.run('logs "$POD" --all-containers --tail=20'),
  ]);
}

function probeRow(name: string, probe: any): [string, string][] {
  const { httpGet, tcpSocket, exec, grpc } = probe ?? {};
  const asks = httpGet ? `GET ${httpGet.path ?? '/'} on port ${httpGet.port}` : tcpSocket ? `port ${tcpSocket.port}`
    : grpc ? `gRPC health on port ${grpc.port}` : exec && 'a command in the container';
  return asks ? [[`'${name}' is not ready`, `asked is ${asks}`]] : [];
}

function sidecars({ sidecars: beside }: RolledWorkload, commands: Commands): string {
  return section('A sidecar restarts', 'SidecarRestarting', `
A rollout waits until it stays up. A native sidecar starts before the app: until it has, the app does not run at all.`, [
    ['exit code 127 or 126', 'the command does not exist in the image, or cannot be run'],
    ['exit code 1 or 2', 'the program refuses its configuration or its arguments: its log says why'],
    ['exit code 137 with OOMKilled', 'see "A container was killed for its memory"'],
    ['exit code 137 or 143 without it', 'its liveness or startup probe failed: the events of the pod say so'],
  ], [
    commands.statuses('.restartCount', '.lastState.terminated.exitCode', '.lastState.terminated.reason'),
    ...beside.flatMap(({ name }) => [commands.logs(name), `${commands.logs(name, ' --previous')} # if it has restarted`]),
  ]);
}

function inits({ inits: before }: RolledWorkload, commands: Commands, timeouts: InitTimeouts): string {
  const limits = before.map(({ name }) => `'${name}' ${initLimit(name, timeouts)} s`).join(', ');
  return section('An init container fails or takes too long', 'InitContainerFailing, InitContainerSlow', `
Init containers run one after the other, and the app starts after the last one. The alert allows ${limits}.`, [
    ['Init:0/N and running', 'it waits for something: its last lines say for what'],
    ['Init:Error', 'it has failed, and starts again after a pause that grows to five minutes'],
  ], [
    commands.statuses('.restartCount', '.state'),
    ...before.map(({ name }) => commands.logs(name)),
  ]);
}

function outOfMemory({ app, sidecars: beside }: RolledWorkload, commands: Commands): string {
  const limits = [app, ...beside].map(({ name, container }) => `'${name}' ${container.resources?.limits?.memory ?? 'none'}`).join(', ');
  return section('A container was killed for its memory', 'ContainerOutOfMemory', `
Memory limits: ${limits}. Only the container that exceeds its limit is killed, and starts again.`, [
    ['OOMKilled soon after the start', 'the limit is too small for the program'],
    ['OOMKilled after hours', 'it keeps what it does not need, or a server that it sends to is slow and its queue grows'],
  ], [
    commands.statuses('.restartCount', '.lastState.terminated.reason'),
    commands.run('top pod "${POD#pod/}" --containers # needs metrics-server'),
  ]);
}

interface Place {
  readonly container: string;
  readonly path: string;
}

/** Where volumes that can fill up are mounted first. */
function volumesOf({ pod, app, sidecars: beside, spec: { volumeClaimTemplates = [] } }: RolledWorkload): Place[] {
  const kept = [
    ...(pod.volumes ?? []).filter(({ emptyDir, persistentVolumeClaim }: any) => (emptyDir && emptyDir.medium !== 'Memory') || persistentVolumeClaim),
    ...volumeClaimTemplates.map(({ metadata }: any) => metadata),
  ].map(({ name }: any) => name);
  return kept.flatMap((name) => {
    const holder = [app, ...beside].find(({ container }) => container.volumeMounts?.some((mount: any) => mount.name === name));
    return holder ? [{ container: holder.name, path: holder.container.volumeMounts.find((mount: any) => mount.name === name).mountPath }] : [];
  });
}

function volumes(workload: RolledWorkload, commands: Commands): string {
  const limits = (workload.pod.volumes ?? []).flatMap(({ name, emptyDir }: any) => (emptyDir?.sizeLimit ? [`'${name}' ${emptyDir.sizeLimit}`] : []));
  return section('A volume is nearly full', 'VolumeNearlyFull', `
${limits.length > 0 ? `Limits: ${limits.join(', ')}. The pod is evicted beyond them.` : 'Writes fail when it is full.'}`, [
    ['log files grow', 'the app does not rotate them, or the log shipper cannot deliver: look at its log'],
    ['the pod was evicted', 'its status names the volume or the container'],
  ], [
    ...volumesOf(workload).map(({ container, path }) => `${commands.exec(container, `du -sh ${path}`)} # needs du in the image`),
    commands.run('get "$POD" -o jsonpath=\'{.status.reason}{" "}{.status.message}{"\\n"}\''),
  ]);
}

function portsOf({ app, sidecars: beside }: RolledWorkload): { readonly name: string; readonly port: number }[] {
  return [app, ...beside].flatMap(({ name, container }) => (container.ports ?? [])
    .filter(({ protocol = 'TCP' }: any) => protocol === 'TCP').map(({ containerPort }: any) => ({ name, port: containerPort })));
}

function ports(workload: RolledWorkload, commands: Commands): string {
  const forwards = portsOf(workload).map(({ name, port }) => `${commands.run(`port-forward "$POD" ${port < 1024 ? `${port + 8000}:` : ''}${port}`)} # ${name}`);
  return `## Ask a port by hand

Each command forwards one port to this machine until it is stopped with Ctrl+C. A port that listens on 127.0.0.1 only can be reached like this too.

${shell(...forwards)}`;
}

function drains(commands: Commands, { disruptionBudget, autoscaler }: RunbookFacts): string {
  return section('A node cannot be drained, or there are too few pods', undefined, `
Pods that are not ready never block a drain.`, [
    ['ALLOWED DISRUPTIONS is 0', 'as many pods are missing as may be: find out why those are not ready'],
    ...autoscaler ? [['TARGETS are unknown', 'metrics-server does not run, or the pods have been up for less than a minute'] as [string, string]] : [],
  ], [
    commands.run(`get poddisruptionbudget ${disruptionBudget}`),
    ...autoscaler ? [commands.run(`describe horizontalpodautoscaler ${autoscaler}`)] : [],
  ]);
}

function section(title: string, alert: string | undefined, text: string, causes: [string, string][], commands: string[], end = ''): string {
  return `## ${title}

${alert ? `Alert: ${alert}. ` : ''}${text.trim()}

${shell(...commands)}
| what it shows | cause |
|---|---|
${causes.map(([symptom, cause]) => `| ${symptom} | ${cause} |`).join('\n')}
${end && `\n${end}`}`;
}

function shell(...lines: string[]): string {
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;
}
