import { behaviour } from '../support/behaviour';
import { example } from '../support/examples';
import { lines } from '../support/lines';
import { Namespace, restarts } from '../support/namespace';

const NAME = 'app-with-health-sidecar';

const STOP_WORKERS = `for process in /proc/[0-9]*; do
  case $(tr '\\0' ' ' < $process/cmdline) in
    'nginx: worker'*) kill -STOP \${process#/proc/} ;;
  esac
done`;

const ANSWER_503 = `echo 'events {} http { server { listen 80; return 503; } }' > /run/nginx.conf
exec nginx -c /run/nginx.conf -g 'daemon off;'`;

function said(namespace: Namespace, state: string, after = 0): Promise<string> {
  return namespace.logged(NAME, 'health-monitor', state, (log) => lines(log).slice(after).some((line) => line.includes(` ${state} in `)));
}

/** Waits until the metrics of the monitor have a metric with a value, which is a regular expression. */
function served(namespace: Namespace, metric: string, value: string): Promise<string> {
  return namespace.until(`${metric} is ${value}`, async () => {
    const text = (await namespace.exec(NAME, 'health-monitor-metrics', 'wget -qO- http://127.0.0.1:9199/metrics')).toString();
    return new RegExp(`^health_monitor_${metric}\\{target="http://localhost:80"\\} (${value})$`, 'm').exec(text)?.[1];
  });
}

function restarted(namespace: Namespace): Promise<number> {
  return namespace.until('the app was restarted', async () => restarts(await namespace.pod(NAME), 'app') || undefined);
}

behaviour(`${NAME} says whether the app answers, and the app is restarted when it hangs`, async (namespace) => {
  await namespace.apply(example(NAME));
  const before = lines(await said(namespace, 'healthy (200)'));
  await served(namespace, 'up', '1');
  await namespace.exec(NAME, 'app', STOP_WORKERS);
  const [hanging] = await Promise.all([ // at a time: it is over when the app is back
    said(namespace, 'unhealthy (no answer)', before.length).then(lines),
    served(namespace, 'up', '0'),
  ]);
  const count = await restarted(namespace);
  const all = lines(await said(namespace, 'healthy (200)', hanging.length));
  expect(all.filter((line) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (healthy \(200\) in \d+\.\d{3} s|unhealthy \(no answer\) in \d+\.\d{3} s: curl: .+|restarted: another program listens on port 80)$/.test(line))).toEqual([]);
  expect(restarts(await namespace.pod(NAME), 'health-monitor')).toBe(0);
  const changes = await served(namespace, 'state_changes_total', '[0-9]+');
  expect(Number(changes)).toBeGreaterThanOrEqual(2);
  return `healthy (200), then unhealthy (no answer), ${count} restart of the app, healthy (200) again; ${changes} changes in the metrics`;
});

behaviour(`${NAME} says the code of an app that answers with an error, and the app is restarted`, async (namespace) => {
  const manifests = example(NAME);
  const [app] = manifests.find(({ kind }) => kind === 'Pod').spec.containers;
  app.command = ['sh', '-c', ANSWER_503];
  await namespace.apply(manifests);
  await Promise.all([said(namespace, 'unhealthy (503)'), served(namespace, 'status_code', '503')]);
  return `unhealthy (503), ${await restarted(namespace)} restart of the app`;
});
