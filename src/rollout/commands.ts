import { RolledWorkload } from './rolled-workload';

/** Commands that people type for one workload, with its real names. */
export class Commands {
  private readonly kubectl: string;
  private readonly workload: string;
  private readonly selector: string;

  constructor(workload: RolledWorkload) {
    this.kubectl = workload.namespace ? `kubectl -n ${workload.namespace}` : 'kubectl';
    this.workload = `${workload.kind.toLowerCase()}/${workload.name}`;
    this.selector = toSelector(workload.selector);
  }

  public run(command: string): string {
    return `${this.kubectl} ${command}`;
  }

  public onWorkload(command: string, options = ''): string {
    return this.run(`${command} ${this.workload}${options}`);
  }

  public onPods(options = ''): string {
    return this.run(`get pods -l '${this.selector}'${options}`);
  }

  /** The pod that was created last, in a variable for the others. */
  public newestPod(): string {
    return `POD=$(${this.onPods(' --sort-by=.metadata.creationTimestamp -o name')} | tail -n 1)`;
  }

  public logs(container: string, options = ''): string {
    return this.run(`logs "$POD" -c ${container} --tail=50${options}`);
  }

  public exec(container: string, command: string): string {
    return this.run(`exec "$POD" -c ${container} -- ${command}`);
  }

  /** A line for each container: its name and fields of its status. */
  public statuses(...fields: string[]): string {
    const line = (list: string) => `{range .status.${list}[*]}{.name}${fields.map((field) => `{"\\t"}{${field}}`).join('')}{"\\n"}{end}`;
    return this.run(`get "$POD" -o jsonpath='${line('initContainerStatuses')}${line('containerStatuses')}'`);
  }
}

/** A selector of labels as kubectl reads it. */
export function toSelector({ matchLabels = {}, matchExpressions = [] }: any = {}): string {
  const expressions = matchExpressions.map(({ key, operator, values = [] }: any) => ({
    In: `${key} in (${values.join(',')})`,
    NotIn: `${key} notin (${values.join(',')})`,
    Exists: key,
    DoesNotExist: `!${key}`,
  } as { [operator: string]: string })[operator]);
  return [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...expressions].join(',');
}
