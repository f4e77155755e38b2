import { Namespace } from './namespace';

/** The metrics that a container serves, by name and labels; the container needs wget. */
export async function metricsOf(namespace: Namespace, pod: string, container: string, port = 9199): Promise<{ [name: string]: number }> {
  const text = (await namespace.exec(pod, container, `wget -qO- http://127.0.0.1:${port}/metrics`)).toString();
  return Object.fromEntries([...text.matchAll(/^([^#\s].*) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]));
}
