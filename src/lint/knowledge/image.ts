import { askedOnce } from './asked-once';
import { memoized, remember } from '../../core/values/memoized';
import { Container } from '../model/container';

/** The parts of an image's name. */
export interface Image {
  /** Without `docker.io/` and `library/`: `nginx`, `grafana/promtail`, `registry.k8s.io/pause`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `localhost:5000/app` has a port and no tag. */
export const imageNamed = memoized((name: string): Image | undefined => {
  const match = /^([^@]+?)(?::([\w.-]+))?(?:@(.+))?$/.exec(name.trim());
  return match?.[1] === undefined ? undefined : {
    repository: match[1].replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, ''),
    tag: match[2],
    digest: match[3],
  };
});

export function imageOf(container: Container): Image | undefined {
  return imageNamed(container.at('image').text ?? '');
}

/** Repositories by their names; a pattern stands for whole ones. */
type Repositories = string | RegExp | readonly (string | RegExp)[];

const questions = new Map<Repositories, (name: unknown) => boolean>();

/** @param repositories always the same constant: of another image that is not one of them either, nothing else is known */
export function hasImage(container: Container, repositories: Repositories): boolean {
  return container.at('image').ask(questions.get(repositories) ?? remember(questions, repositories, questionAbout(repositories)));
}

function questionAbout(repositories: Repositories): (name: unknown) => boolean {
  const all = [repositories].flat();
  return (name) => {
    const repository = typeof name === 'string' ? imageNamed(name)?.repository : undefined;
    return repository !== undefined && all.some((one) => isRepository(one, repository));
  };
}

function isRepository(one: string | RegExp, repository: string): boolean {
  return typeof one === 'string' ? one === repository : one.test(repository);
}

/** Images of Docker Hub that have no owner in their name, those that people use: another name without one is nobody's. */
export const OFFICIAL_IMAGES = new Set([
  'alpine', 'amazonlinux', 'bash', 'buildpack-deps', 'busybox', 'caddy', 'cassandra', 'centos', 'chronograf', 'consul', 'couchbase', 'couchdb', 'debian', 'docker', 'drupal',
  'eclipse-mosquitto', 'eclipse-temurin', 'elasticsearch', 'fedora', 'fluentd', 'gcc', 'ghost', 'golang', 'gradle', 'haproxy', 'hello-world', 'httpd', 'influxdb',
  'jenkins', 'jetty', 'joomla', 'kapacitor', 'kibana', 'kong', 'logstash', 'mariadb', 'maven', 'memcached', 'mongo', 'mongo-express', 'mysql', 'nats', 'neo4j', 'nextcloud',
  'nginx', 'node', 'openjdk', 'perl', 'php', 'phpmyadmin', 'postgres', 'python', 'rabbitmq', 'redis', 'redmine', 'registry', 'rockylinux', 'ruby', 'rust', 'solr', 'sonarqube',
  'telegraf', 'tomcat', 'traefik', 'ubuntu', 'varnish', 'vault', 'wordpress', 'zookeeper',
]);

/** Images of programs that are there for the program beside them, those of CSI drivers for example: none is the app of a pod. */
export const HELPER_IMAGES = [
  /(^|\/)csi-(attacher|provisioner|resizer|snapshotter|node-driver-registrar|external-health-monitor-controller)(-\w+)?$/, /(^|\/)livenessprobe$/, /(^|\/)kube-rbac-proxy$/,
];

/** Images of programs that stand between an app and the network, and never are the app. */
const PROXY_IMAGES = [/(^|\/)cloud-?sql-proxy$|(^|\/)gce-proxy$/, /(^|\/)proxyv2$/, /(^|\/)linkerd\/proxy$/, /(^|\/)daprd$/, /(^|\/)oauth2-proxy$/];

/** Images of which none is the app of a pod. */
export const NEVER_THE_APP = [...HELPER_IMAGES, ...PROXY_IMAGES];

/** Images of programs that run beside an app and do not end by themselves. */
export const SIDECAR_IMAGES = [
  ...PROXY_IMAGES, /(^|\/)envoy(proxy)?$/, /(^|\/)fluent-bit$/, /(^|\/)fluentd[^/]*$/, /(^|\/)filebeat[^/]*$/,
  /(^|\/)promtail$/, /(^|\/)vector$/, /(^|\/)telegraf$/, /(^|\/)opentelemetry-collector[^/]*$/, /(^|\/)pgbouncer$/,
  /(^|\/)haproxy$/, /(^|\/)statsd-exporter$/, /(^|\/)pushgateway$/, /(^|\/)jaeger-agent$/, /(^|\/)twemproxy$/,
];

export const LOG_SHIPPER_IMAGES = [/(^|\/)fluent-bit$/, /(^|\/)fluentd[^/]*$/, /(^|\/)filebeat[^/]*$/, /(^|\/)promtail$/, /(^|\/)vector$/];

/** Images of programs that listen, whether the manifest says so or not. */
export const SERVER_IMAGES = [
  'nginx', 'httpd', 'caddy', 'traefik', 'haproxy', 'tomcat', 'redis', 'postgres', 'mysql', 'mariadb', 'mongo', 'rabbitmq', 'memcached', /(^|\/)nginx-unprivileged$/,
];

/** The ports that programs listen on when nobody says otherwise. */
const DEFAULT_PORTS: readonly (readonly [image: string | RegExp, ports: string])[] = [
  [/(^|\/)proxyv2$/, '15000,15001,15004,15006,15020,15021,15090'], [/(^|\/)linkerd\/proxy$/, '4140,4143,4191'], [/(^|\/)daprd$/, '3500,9090,50001'],
  ['postgres', '5432'], [/^(mysql|mariadb)$/, '3306'], ['redis', '6379'], ['mongo', '27017'], ['rabbitmq', '5672'], ['memcached', '11211'],
  [/(^|\/)cloud-sql-proxy$/, '1433,3306,5432'], [/(^|\/)pgbouncer$/, '5432,6432'], [/(^|\/)oauth2-proxy$/, '4180'],
];

export function defaultPorts(container: Container): number[] {
  return container.at('image').ask(defaultPortsOf)?.split(',').map(Number) ?? [];
}

/** With commas between them. */
function defaultPortsOf(name: unknown): string | undefined {
  const repository = typeof name === 'string' ? imageNamed(name)?.repository : undefined;
  return repository === undefined ? undefined : DEFAULT_PORTS.find(([image]) => isRepository(image, repository))?.[1];
}

/** Images with nothing in them but a shell and small tools. */
export const SHELL_IMAGES = ['busybox', 'alpine', 'ubuntu', 'debian', 'bash', 'curlimages/curl', 'fedora', 'centos'];

const WITHOUT_SHELL = [
  'hashicorp/http-echo', /^gcr\.io\/distroless\//, /(^|\/)fluent\/fluent-bit$/, /(^|\/)opentelemetry-collector(-contrib|-k8s)?$/,
  /(^|\/)cloud-sql-proxy$/, /(^|\/)pause$/, /(^|\/)coredns$/, /(^|\/)kube-state-metrics$/,
];

/** Whether the image is known to have no shell. */
export const hasNoShell = askedOnce((container: Container): boolean => {
  const tag = imageOf(container)?.tag ?? '';
  const withShell = /debug|alpine|bullseye|bookworm|buster|shell/.test(tag);
  return !withShell && (/distroless/.test(tag) || hasImage(container, WITHOUT_SHELL));
});
