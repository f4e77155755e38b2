import { behaviour } from '../support/behaviour';
import { example, Mode } from '../support/examples';
import { duplicates, lines, numbersBehind, range } from '../support/lines';
import { restarts } from '../support/namespace';

const DELAY = 30;

function lateSidecarPod(mode: Mode): any[] {
  const manifests = example('sidecar-pod', mode);
  const container = manifests.find(({ kind }) => kind === 'Pod').spec.containers[0];
  container.args = [`trap exit TERM\nsleep ${DELAY} & wait $!\n${container.args[0]}`];
  return manifests;
}

for (const mode of ['classic', 'native'] as Mode[]) {
  behaviour(`sidecar-pod (${mode}) shows every entry once when the app creates its file ${DELAY} s late`, async (namespace) => {
    await namespace.apply(lateSidecarPod(mode));
    await namespace.ready('sidecar-pod');
    const log = await namespace.logged('sidecar-pod', 'sidecar-container', 'three entries', (text) => lines(text).length >= 3);
    const file = await namespace.exec('sidecar-pod', 'main-container', 'cat /var/log/app.log');
    const pod = await namespace.ready('sidecar-pod');
    const entries = numbersBehind('entry', log);
    expect(entries).toEqual(range(0, entries.length - 1));
    expect(file.toString().startsWith(log)).toBe(true);
    expect(restarts(pod)).toBe(0);
    return `2/2 Ready, no restart, entries 0 to ${entries.length - 1}, none twice`;
  });
}

behaviour('web-with-sidecar shows each request exactly once', async (namespace) => {
  const requests = 300;
  await namespace.apply(example('web-with-sidecar'));
  await namespace.ready('web-with-sidecar');
  await namespace.exec('web-with-sidecar', 'web-app', `curl -sS -o /dev/null 'http://localhost/?request=[1-${requests}]'`);
  const log = await namespace.logged('web-with-sidecar', 'log-processor', 'all requests', (text) => lines(text).length >= requests);
  const shown = Array.from(log.matchAll(/GET \/\?request=(\d+) /g), ([, number]) => Number(number));
  expect(shown).toEqual(range(1, requests));
  return `${requests} requests, ${lines(log).length} lines`;
});

behaviour('webserver shows each access line and each error line exactly once', async (namespace) => {
  const there = 100;
  const missing = 50;
  await namespace.apply(example('webserver'));
  await namespace.ready('webserver');
  const run = (script: string) => namespace.exec('webserver', 'nginx-container', script);
  await run(`curl -sS -o /dev/null 'http://localhost/?request=[1-${there}]'`);
  await run(`curl -sS -o /dev/null 'http://localhost/missing-[1-${missing}]'`);
  const access = await namespace.until('nginx has noted all requests', async () => { // it answers before
    const noted = lines(await run('cat /var/log/nginx/access.log'));
    return noted.length >= there + missing && noted;
  });
  const errors = lines(await run('cat /var/log/nginx/error.log'));
  const written = [...access, ...errors];
  const shown = lines(await namespace.logged('webserver', 'sidecar-container', 'all lines', (text) => lines(text).length >= written.length));
  expect(access).toHaveLength(there + missing);
  expect(errors.filter((line) => /open\(\) .*missing-\d+" failed/.test(line))).toHaveLength(missing);
  expect(shown.filter((line) => access.includes(line))).toEqual(access);
  expect(shown.filter((line) => !access.includes(line))).toEqual(errors);
  return `${access.length} access lines, ${errors.length} error lines, ${shown.length} shown`;
});

behaviour('file-watcher reports every message once', async (namespace) => {
  const manifests = example('file-watcher');
  const writer = manifests.find(({ kind }) => kind === 'Pod').spec.containers.find(({ name }: any) => name === 'writer');
  writer.args = [`trap exit TERM\nuntil [ -e /shared/go-on ]; do sleep 1 & wait $!; done\n${writer.args[0]}`];
  await namespace.apply(manifests);
  await namespace.ready('file-watcher'); // the watcher starts last
  await namespace.exec('file-watcher', 'writer', 'touch /shared/go-on');
  const written = numbersBehind('message', await namespace.logged('file-watcher', 'writer', 'five messages', (text) => lines(text).length >= 5));
  const seen = (text: string) => numbersBehind('FILE CHANGED: Message', text);
  const reported = seen(await namespace.logged('file-watcher', 'watcher', 'the last message', (text) => seen(text).includes(written.length)));
  expect(written).toEqual(range(1, written.length));
  expect(reported).toEqual(range(1, reported.length));
  expect(duplicates(reported)).toBe(0);
  return `${written.length} messages written, 1 to ${reported.length} reported, none twice`;
});
