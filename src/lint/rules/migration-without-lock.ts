import { AUTOSCALERS, scaledPods } from '../knowledge/autoscaling';
import { commandText, scriptOf } from '../knowledge/script';
import { replicasOf } from '../knowledge/workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

/** Tools that run migrations without a lock, or a client that runs files. */
const WITHOUT_LOCK = /(manage\.py|django-admin)\s+migrate|\bflask\s+db\s+upgrade|\bartisan\s+migrate(?!.*--isolated)|\bdoctrine:migrations:migrate|\balembic\s+upgrade|\bsequelize(-cli)?\s+db:migrate|\btypeorm\b.*migration:run|\bgoose\b.*\bup\b|\bdbmate\b.*\b(up|migrate)\b/;
const CLIENT = /\b(psql|mysql|mariadb|sqlcmd)\b/;
/** One of them is in each command line that something is found in. */
const TOOL = /manage\.py|django-admin|flask|artisan|doctrine|alembic|sequelize|typeorm|goose|dbmate|psql|mysql|mariadb|sqlcmd/;
/** What is in the file is not known: it may take a lock, and a client is an argument of it. */
const SCRIPT_FILE = /^(\S*\/)?((ba|da|a)?sh\s+)?[^-\s]\S*\.sh\b/;

export const migrationWithoutLock: Rule = {
  id: 'migration-without-lock',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  mentions: ['migrat', 'upgrade', 'goose', 'dbmate', 'psql', 'mysql', 'mariadb', 'sqlcmd'],
  what: 'Finds migrations in an init container, or before the app, of a workload with several replicas, by a tool without a lock.',
  why: 'All replicas start at the same time, and each one runs the migrations: two of them create the same table, or one sees half of what the other has done. '
    + 'Flyway, Liquibase and golang-migrate take a lock in the database.',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior',
  example: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      initContainers:
        - name: migrate
          image: ghcr.io/acme/web:1.4.2
          command: [python, manage.py, migrate]
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
`,
  instead: `
apiVersion: batch/v1
kind: Job
metadata:
  name: web-migrations-1-4-2
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: ghcr.io/acme/web:1.4.2
          command: [python, manage.py, migrate]
`,

  checkPod(pod, report) {
    check(pod, replicasOf(pod.object) ?? 1, pod.object.at('spec', 'replicas'), report);
  },

  kinds: AUTOSCALERS,

  concerns: (object) => (object.at('spec', 'minReplicas').number ?? 1) > 1,

  checkAmong(autoscaler, set, report) {
    for (const pod of scaledPods(autoscaler, set).filter(({ object }) => replicasOf(object) === 1)) {
      check(pod, autoscaler.at('spec', 'minReplicas').number!, autoscaler.at('spec', 'minReplicas'), report);
    }
  },
};

function check(pod: Pod, replicas: number, figure: Field, report: Report): void {
  for (const container of replicas > 1 && !startsInOrder(pod) ? pod.containers.filter(namesTool) : []) {
    const text = commandText(container);
    const isInit = container.kind === 'init';
    const tool = WITHOUT_LOCK.exec(text)?.[0] ?? (isInit && /\.sql\b|migrat/.test(text) && !SCRIPT_FILE.test(text) ? CLIENT.exec(text)?.[0] : undefined);
    // it may be in a here-document
    const all = [text, ...scriptOf(container)?.code.documents.flatMap(({ lines }) => lines) ?? []].join(' ');
    if (tool && !/advisory_lock|GET_LOCK|flock|sp_getapplock/i.test(all)) {
      report({
        at: container.at('command').exists ? container.at('command') : container.at('args'),
        message: `${isInit ? 'init ' : ''}container '${container.name}' runs migrations by ${tool.split(/\s/)[0]} in ${replicas} replicas at the same time, and takes no lock`,
        help: 'run them in a Job, take a tool that locks, or take a lock in the database first',
        related: [{ at: figure, message: `${replicas} replicas` }],
      });
    }
  }
}

function namesTool(container: Container): boolean {
  return container.commandLine.some((word) => word.ask(hasTool));
}

function hasTool(word: unknown): boolean {
  return TOOL.test(String(word));
}

/** The pods of a StatefulSet start one after the other, unless it says otherwise. */
function startsInOrder({ object }: Pod): boolean {
  return object.kind === 'StatefulSet' && object.at('spec', 'podManagementPolicy').text !== 'Parallel';
}
