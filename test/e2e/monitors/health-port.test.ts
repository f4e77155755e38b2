import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, HealthMonitor, HealthTarget } from '../../../src';
import { behaviour } from '../support/behaviour';
import { lines } from '../support/lines';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { metricsOf } from '../support/metrics';

const LISTEN_FOR_A_WHILE = 'trap exit TERM; sleep 8; timeout 12 nc -lk -p 7000 -e true; sleep 3600 & wait';

behaviour('a health monitor says when a port takes connections and when it does not, in one container', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', LISTEN_FOR_A_WHILE], resources: TINY });
  new HealthMonitor(pod, 'Health', {
    target: HealthTarget.tcp({ port: 7000 }),
    interval: Duration.seconds(2),
    timeout: Duration.seconds(1),
    heartbeat: Duration.minutes(5),
    resources: TINY,
  });
  await namespace.apply(chart);
  await namespace.ready('web');
  const log = await namespace.logged('web', 'health', 'all changes', (text) => lines(text).length >= 3);
  expect(log).toMatch(/^\S+Z unhealthy \(no answer\) in \S+ s.*\n\S+Z healthy \(open\) in \S+ s\n\S+Z unhealthy \(no answer\) in .*\n$/);
  const metrics = await metricsOf(namespace, 'web', 'health');
  expect(metrics['health_monitor_state_changes_total{target="127.0.0.1:7000"}']).toBe(2);
  expect(metrics['health_monitor_healthy_checks_total{target="127.0.0.1:7000"}']).toBeGreaterThan(1);
  return lines(log).join('; ');
});
