import { curl } from './client';
import { Namespace } from './namespace';

/** Answers 500 below /fail, 200 everywhere else. */
const ANSWER = `read -r method path rest
while read -r line && [ "\${line%?}" ]; do :; done
case $path in
  /fail*) status='500 Internal Server Error' ;;
  *) status='200 OK' ;;
esac
printf 'HTTP/1.1 %s\\r\\nContent-Length: 3\\r\\nConnection: close\\r\\n\\r\\nok\\n' "$status"
`;

/** Puts an app that fails on request in the place of http-echo, and lets the pod start on a small node. */
export function failOnRequest({ template: { spec } }: any): void {
  for (const container of [...spec.containers, ...spec.initContainers ?? []]) {
    container.resources.requests.cpu = '20m';
  }
  const app = spec.containers.find(({ name }: any) => name === 'app');
  app.image = 'busybox:1.36.1';
  app.command = ['sh', '-c', 'exec nc -lk -p 8080 -e sh -c "$ANSWER"'];
  app.env = [{ name: 'ANSWER', value: ANSWER }];
  delete app.args;
}

/** Sends requests of which some fail, each on a connection of its own, so that all pods get some. */
export async function sendRequests(namespace: Namespace, service: string, good: number, bad: number): Promise<void> {
  // The proxy does not count what it answers by itself.
  await namespace.until('the Service leads to the proxy', () => curl(namespace, `--fail http://${service}:8080/healthz/proxy`));
  const urls = [`http://${service}:8080/?n=[1-${good}]`, `http://${service}:8080/fail?n=[1-${bad}]`];
  const format = '%{http_code} %{errormsg}\\n';
  const printed = await curl(namespace, `--header 'Connection: close' --write-out '${format}' ${urls.map((url) => `--output /dev/null '${url}'`).join(' ')}`);
  const counts: { [outcome: string]: number } = {};
  printed.trim().split('\n').forEach((line) => { counts[line.trim()] = (counts[line.trim()] ?? 0) + 1; });
  expect(counts).toEqual({ 200: good, 500: bad });
}
