import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, HealthMonitor, HealthTarget } from '../../../src';
import { behaviour } from '../support/behaviour';
import { lines } from '../support/lines';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { metricsOf } from '../support/metrics';

/** Listens from when /dev/shm/listen is there until it is away. */
const LISTEN_WHEN_TOLD = `trap 'kill $!; exit' TERM
while sleep 0.5; do
  if [ -e /dev/shm/listen ]; then
    nc -lk -p 7000 -e true &
    while [ -e /dev/shm/listen ]; do sleep 0.5; done
    kill $!
  fi
done`;

behaviour('a health monitor says when a port takes connections and when it does not, in one container', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', LISTEN_WHEN_TOLD], resources: TINY });
  new HealthMonitor(pod, 'Health', {
    target: HealthTarget.tcp({ port: 7000 }),
    interval: Duration.seconds(10),
    timeout: Duration.seconds(10),
    heartbeat: Duration.minutes(5),
    resources: TINY,
  });
  await namespace.apply(chart);
  await namespace.ready('web');
  const changes = (count: number) => namespace.logged('web', 'health', `${count} states`, (text) => lines(text).length >= count);
  await changes(1);
  await namespace.exec('web', 'app', 'touch /dev/shm/listen');
  await changes(2);
  await namespace.exec('web', 'app', 'rm /dev/shm/listen');
  const log = await changes(3);
  expect(log).toMatch(/^\S+Z unhealthy \(no answer\) in \S+ s.*\n\S+Z healthy \(open\) in \S+ s\n\S+Z unhealthy \(no answer\) in .*\n$/);
  const metrics = await metricsOf(namespace, 'web', 'health');
  expect(metrics['health_monitor_state_changes_total{target="127.0.0.1:7000"}']).toBe(2);
  expect(metrics['health_monitor_healthy_checks_total{target="127.0.0.1:7000"}']).toBeGreaterThan(0);
  return lines(log).join('; ');
});
