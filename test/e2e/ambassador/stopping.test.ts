import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AmbassadorProxy, AppContainer, ReverseProxy, Upstream } from '../../../src';
import { behaviour } from '../support/behaviour';
import { Mode } from '../support/examples';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';
import { restarts } from '../support/namespace';

const SECONDS = 8;

/** Calls all the time, and for some seconds more when it receives SIGTERM; says what came of that. */
const CALLER = `end=
trap 'end=$(($(date +%s) + ${SECONDS}))' TERM
good=0 bad=0
until wget -q -T 20 -O /dev/null "$UPSTREAM_URL/"; do sleep 0.5; done
echo 'reaches its upstream'
until [ "$end" ] && [ "$(date +%s)" -ge "$end" ]; do
  told=\${end:+1}
  if wget -q -T 20 -O /dev/null "$UPSTREAM_URL/"; then good=$((good + \${told:-0})); else bad=$((bad + \${told:-0})); fi
  sleep 0.5
done
echo "told to stop: $good good, $bad bad calls"
`;

function caller(mode: Mode, behindProxy: boolean): Chart {
  const chart = chartIn(mode, 'caller');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'caller' } });
  const app = new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', CALLER], resources: TINY });
  const calls = new AmbassadorProxy(pod, 'Calls', { upstreams: [Upstream.http({ host: 'web' })] });
  calls.endpoint.provideTo(app.container, { url: 'UPSTREAM_URL' });
  if (behindProxy) {
    new ReverseProxy(pod, 'Proxy', { serviceElsewhere: true, appPort: 3000 });
  }
  return chart;
}

function web(): Chart {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  new AppContainer(pod, 'Web', { image: 'hashicorp/http-echo:1.0.0', args: ['-listen=:80'], ports: [{ number: 80 }], resources: TINY });
  new kplus.Service(chart, 'Service', { metadata: { name: 'web' }, selector: pod, ports: [{ port: 80 }] });
  return chart;
}

for (const [mode, behindProxy] of [['classic', false], ['native', false], ['classic', true]] as const) {
  const where = behindProxy ? `${mode}, told later because of a reverse proxy` : mode;
  behaviour(`an app that receives SIGTERM still reaches its upstream through Envoy (${where})`, async (namespace) => {
    await namespace.apply(web());
    await namespace.ready('web');
    await namespace.apply(caller(mode, behindProxy));
    await namespace.ready('caller');
    await namespace.logged('caller', 'app', 'that it reaches its upstream', (log) => log.includes('reaches'));
    expect(restarts(await namespace.pod('caller'))).toBe(0);
    const log = namespace.follow('caller', 'app');
    const start = Date.now();
    await namespace.deletePods('caller');
    const [, good, bad] = /told to stop: (\d+) good, (\d+) bad/.exec(await log) ?? [];
    expect([Number(bad), Number(good) > 0]).toEqual([0, true]);
    await namespace.until('the pod is gone', async () => (await namespace.pods()).length === 1);
    return `${good} calls in the ${SECONDS} s after SIGTERM, none failed; the pod is gone after ${Math.round((Date.now() - start) / 1000)} s`;
  });
}
