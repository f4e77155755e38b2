import { Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { chartIn, TINY } from './logging-pod';
import { Namespace } from './namespace';
import { AppContainer, SecurityBaseline } from '../../../src';

/** The pod `prometheus`, which looks every two seconds. */
export async function startPrometheus(namespace: Namespace, jobs: object[], groups: object[] = []): Promise<void> {
  const chart = chartIn('native', 'prometheus');
  const config = new kplus.ConfigMap(chart, 'Config', {
    data: {
      'prometheus.yml': Yaml.stringify({
        global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '2s' }, rule_files: ['rules.yml'], scrape_configs: jobs,
      }),
      'rules.yml': Yaml.stringify({ groups }),
    },
  });
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'prometheus' } });
  new AppContainer(pod, 'Prometheus', {
    image: 'prom/prometheus:v3.5.0',
    ports: [{ number: 9090 }],
    security: SecurityBaseline.restricted({ user: 65534 }),
    volumeMounts: [{ path: '/etc/prometheus', volume: kplus.Volume.fromConfigMap(chart, 'ConfigVolume', config) }],
    writablePaths: ['/prometheus'],
    resources: TINY,
  });
  await namespace.apply(chart);
}

/** What the Prometheus chart makes of the annotations of a pod: the image of the test cluster cannot ask Kubernetes by itself. */
export function jobByAnnotations(pod: any): object {
  const { annotations = {} } = pod.metadata;
  const params = Object.entries(annotations).filter(([key]) => key.startsWith('prometheus.io/param_')).map(([key, value]) => [key.slice(20), [value]]);
  return {
    ...jobOf(pod, Number(annotations['prometheus.io/port'])),
    metrics_path: annotations['prometheus.io/path'],
    params: Object.fromEntries(params),
  };
}

/** A job for a port of a pod, whose name becomes a label. */
export function jobOf({ metadata: { name }, status: { podIP } }: any, port: number): object {
  return { job_name: `${name}-${port}`, static_configs: [{ targets: [`${podIP}:${port}`], labels: { pod: name } }] };
}

/** The answer of Prometheus to a query, by the value of a label. */
export async function query(namespace: Namespace, expression: string, label = 'pod', pod = 'prometheus'): Promise<{ [value: string]: number }> {
  const url = `http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(expression)}`;
  const { data } = JSON.parse((await namespace.exec(pod, 'prometheus', `curl -s '${url}'`)).toString());
  return Object.fromEntries(data.result.map(({ metric, value }: any) => [metric[label], Number(value[1])]));
}
