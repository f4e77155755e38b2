import { read } from './api-server';
import { Namespace } from './namespace';

/** A page of a port of a pod, read from a container of the pod that has busybox. */
export async function page(namespace: Namespace, pod: string, container: string, url: string): Promise<string> {
  return (await namespace.exec(pod, container, `wget -q -O - '${url}'`)).toString();
}

/** A page of a port of a pod, through the API server. */
export async function podPage(namespace: Namespace, pod: string, port: number, path: string): Promise<string> {
  return (await read(`/api/v1/namespaces/${namespace.name}/pods/${pod}:${port}/proxy${path}`)).toString();
}

/** The sum of a metric over the series whose labels have a text in them. */
export function metric(text: string, name: string, labels = ''): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').pop()), 0);
}

/** The metrics that a container serves, by name and labels; the container needs wget. */
export async function metricsOf(namespace: Namespace, pod: string, container: string, port = 9199): Promise<{ [name: string]: number }> {
  const text = (await namespace.exec(pod, container, `wget -qO- http://127.0.0.1:${port}/metrics`)).toString();
  return Object.fromEntries([...text.matchAll(/^([^#\s].*) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]));
}
