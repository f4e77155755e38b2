import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Mode } from './examples';
import { chartIn, TINY } from './logging-pod';
import { AmbassadorProxy, AmbassadorProxyProps, AppContainer, SecurityBaseline } from '../../../src';

/** The pod `web`: the container `app`, which does nothing by itself, behind the ambassador `orders`. */
export function appBehind(
  mode: Mode, image: string, props: (chart: Chart) => AmbassadorProxyProps, env: (chart: Chart) => { [name: string]: kplus.EnvValue } = () => ({}),
): Chart {
  const chart = chartIn(mode, 'web');
  const pod = new kplus.Pod(chart, 'Web', { metadata: { name: 'web' } });
  new AmbassadorProxy(pod, 'Orders', { resources: TINY, ...props(chart) });
  new AppContainer(pod, 'App', {
    image,
    command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'],
    env: env(chart),
    resources: { ...TINY, memory: { request: Size.mebibytes(32), limit: Size.mebibytes(768) } },
    security: SecurityBaseline.restricted({ user: 999 }),
  });
  return chart;
}

/** The password of a server of support/databases.ts. */
export function passwordOf(chart: Chart, secret: string): kplus.EnvValue {
  return kplus.EnvValue.fromSecretValue({ secret: kplus.Secret.fromSecretName(chart, `Password-${secret}`, secret), key: 'password' });
}
