import { ApiObject, JsonPatch } from 'cdk8s';
import { AppWithDbAmbassador } from '../../../examples/documented/app-with-db-ambassador';
import { behaviour } from '../support/behaviour';
import { startMariadb } from '../support/databases';
import { appIn, Mode } from '../support/examples';
import { Namespace, restarts } from '../support/namespace';
import { addressOf, killPod, secondsUntil } from '../support/recovery';

/** The example with one pod, and a database that is reached by a short name. */
function example(mode: Mode): AppWithDbAmbassador {
  const chart = new AppWithDbAmbassador(appIn(mode), 'mariadb');
  ApiObject.of(chart.node.findChild('Deployment')).addJsonPatch(JsonPatch.replace('/spec/replicas', 1));
  return chart;
}

const QUERY = 'mariadb -h "$DB_HOST" -P "$DB_PORT" -u root --connect-timeout=10 -N testdb -e';

function recovers(headless: boolean, mode: Mode): void {
  const what = headless ? 'its pod, whose address changes' : 'a Service';
  behaviour(`a client finds its database through Envoy (${mode}) by ${what}, and again after a restart`, async (namespace) => {
    const chart = example(mode);
    await startMariadb(namespace, headless);
    await namespace.apply(chart);
    await namespace.allReady(2);
    const [{ metadata: { name } }] = await namespace.pods('app=db-ambassador-demo');
    const sql = (statement: string) => namespace.exec(name, 'app', `${QUERY} "${statement}"`);
    await sql('CREATE TABLE orders (id INT); INSERT INTO orders VALUES (1), (2);');
    expect((await sql('SELECT COUNT(*) FROM orders')).toString().trim()).toBe('2');
    await namespace.logged(name, 'app', 'its version', (log) => /connected to 1\d\./.test(log));
    const figures = await restart(namespace, headless, () => sql('SELECT 1'));
    expect(restarts(await namespace.pod(name))).toBe(0);
    return `${figures}; no restart in the app's pod`;
  });
}

async function restart(namespace: Namespace, headless: boolean, ask: () => Promise<unknown>): Promise<string> {
  const before = await addressOf(namespace, 'mariadb');
  await killPod(namespace, 'mariadb');
  await expect(ask()).rejects.toThrow('ERROR');
  await startMariadb(namespace, headless);
  const seconds = await secondsUntil('the client is answered', ask);
  const after = await addressOf(namespace, 'mariadb');
  expect(after).not.toBe(before);
  return `from ${before} to ${after}, found ${seconds.toFixed(1)} s after it answers`;
}

recovers(false, 'classic');
recovers(true, 'native');
