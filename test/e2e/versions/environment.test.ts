import * as kplus from 'cdk8s-plus-28';
import { AppContainer, ConfigFile, ConfigWriter } from '../../../src';
import { behaviourFrom } from '../support/behaviour';
import { BUSYBOX, chartIn, TINY } from '../support/logging-pod';

/** All that a file of environment variables can hold, which is everything but an apostrophe. */
const PASSWORD = '  "a" $(HOME) ${HOME} `id` \\n \\ % # = @ ü$\n\n# second line \t\n';

behaviourFrom(35, 'environment variables that an init container writes arrive as they are', async (namespace) => {
  const chart = chartIn('native', 'web');
  const pod = new kplus.Pod(chart, 'Pod', { metadata: { name: 'web' } });
  const secret = kplus.Secret.fromSecretName(chart, 'Db', 'db');
  const config = new ConfigWriter(pod, 'Config', {
    files: [ConfigFile.environment('conf.d/app.env', { URL: 'postgres://app:{{PASSWORD}}@db/orders', PASSWORD: '{{PASSWORD}}', POD: '{{POD}}', EMPTY: '{{EMPTY}}' })],
    values: {
      PASSWORD: kplus.EnvValue.fromSecretValue({ secret, key: 'password' }),
      POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME),
      EMPTY: kplus.EnvValue.fromSecretValue({ secret, key: 'empty' }),
    },
    resources: TINY,
  });
  const app = new AppContainer(pod, 'App', { image: BUSYBOX, command: ['sh', '-c', 'trap exit TERM; sleep 86400 & wait'], resources: TINY });
  config.provideTo(app.container);
  await namespace.apply([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: PASSWORD, empty: '' } }]);
  await namespace.apply(chart);
  await namespace.ready('web');
  const environment = (await namespace.exec('web', 'app', 'tr "\\0" "\\1" < /proc/1/environ')).toString().split('\u0001');
  expect(environment).toEqual(expect.arrayContaining([`URL=postgres://app:${PASSWORD}@db/orders`, `PASSWORD=${PASSWORD}`, 'POD=web']));
  expect(environment.filter((variable) => variable.startsWith('EMPTY'))).toEqual([]);
  return `${PASSWORD.length} characters of a Secret in two variables; an empty one is not set`;
});
