import * as http from 'node:http';
import * as net from 'node:net';
import * as kplus from 'cdk8s-plus-28';
import { Database, Endpoint, JsonMetric, MetricsExporter, TelemetryExporter } from '../../src';
import { render, Rendered } from '../metrics/support/adapter';
import { JsonPage } from '../metrics/support/json-page';
import { RunningExporter } from '../metrics/support/running-exporter';
import { freePort } from '../support/ports';
import { describeProgram, describePrograms, Program } from '../support/programs';
import { eventually } from '../support/waiting';
import { Place } from '../telemetry/support/place';
import { render as renderTelemetry } from '../telemetry/support/telemetry';

/** Pages by which programs are profiled, stopped, reloaded, configured, or made to ask others. */
const PAGES = [
  '/debug/pprof/', '/debug/pprof/heap', '/debug/vars', '/debug/tracez', '/config', '/-/quit', '/-/reload', '/probe?target=127.0.0.1:1', '/scrape?target=127.0.0.1:1',
  '/discover-cluster-nodes',
];

/** The pages that do something: those that are answered with 200, and, times aside, another text than a page that is certainly not there. */
async function openPages(url: string): Promise<string[]> {
  const ask = async (page: string, method = 'GET') => {
    const response = await fetch(`${url}${page}`, { method });
    return { status: response.status, text: (await response.text()).replace(/[\d.]+\D?s/g, 'time') };
  };
  const nothing = await ask('/surely-not-there');
  const open: string[] = [];
  for (const page of PAGES) {
    for (const method of ['GET', 'POST', 'PUT']) {
      const { status, text } = await ask(page, method);
      if (status < 400 && text !== nothing.text) {
        open.push(page);
      }
    }
  }
  return [...new Set(open)];
}

async function using<T>(
  program: Program, rendered: Rendered, env: { [name: string]: string }, what: (exporter: RunningExporter) => Promise<T>,
): Promise<T> {
  const exporter = new RunningExporter(program, rendered, env);
  try {
    await exporter.ready();
    return await what(exporter);
  } finally {
    await exporter.remove();
  }
}

describeProgram('statsd_exporter', 'statsd_exporter', (statsd) => {
  test('has its profile open, and nothing by which it is stopped or reloaded', async () => {
    const rendered = render(MetricsExporter.statsd({ port: await freePort(), statsdPort: await freePort() }));
    expect(await using(statsd, rendered, {}, ({ url }) => openPages(url))).toEqual(['/debug/pprof/', '/debug/pprof/heap', '/debug/vars']);
  });
});

describeProgram('redis_exporter', 'redis_exporter', (redis) => {
  test('gives its password to its Redis and to nobody else', async () => {
    const [mine, theirs] = [await listener(), await listener()];
    try {
      const port = await freePort();
      const rendered = render((chart) => MetricsExporter.redis({
        port, server: new Endpoint({ port: mine.port }), password: { secret: kplus.Secret.fromSecretName(chart, 'Password', 'cache'), key: 'password' },
      }));
      await using(redis, rendered, { REDIS_PASSWORD: 'hunter2' }, async (exporter) => {
        expect(await exporter.status(`/scrape?target=redis://127.0.0.1:${theirs.port}`)).toBe(404);
        expect(await openPages(exporter.url)).toEqual([]);
        const scraped = exporter.scrape();
        await eventually(() => mine.heard().includes('hunter2'), () => `the password, but its Redis heard ${mine.heard()}`);
        mine.close();
        await scraped;
        expect(theirs.heard()).toBe('');
      });
    } finally {
      mine.close();
      theirs.close();
    }
  });
});

describeProgram('postgres_exporter', 'postgres_exporter', (postgres) => {
  test('gives its password to its server and to nobody else', async () => {
    const theirs = await listener();
    try {
      const port = await freePort();
      const rendered = render((chart) => MetricsExporter.postgres({
        port, database: Database.postgres({ user: 'app', password: { secret: kplus.Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' } }),
      }));
      await using(postgres, rendered, { DATA_SOURCE_PASS: 'hunter2' }, async (exporter) => {
        await exporter.status(`/probe?target=127.0.0.1:${theirs.port}`);
        expect(theirs.heard()).not.toContain('hunter2');
      });
    } finally {
      theirs.close();
    }
  });
});

describePrograms(['json_exporter', 'busybox with tcpsvd'], 'json_exporter', ({ json_exporter: jsonExporter, 'busybox with tcpsvd': busybox }) => {
  test('asks the one URL and no other', async () => {
    const asked: string[] = [];
    const server = http.createServer((request, response) => {
      asked.push(request.url!);
      response.end('{"depth": 3}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    const metrics = [JsonMetric.gauge('app_depth', { help: 'Depth.', value: ['depth'] })];
    const page = new JsonPage(busybox, jsonExporter, render(MetricsExporter.json({ url: `${origin}/stats`, metrics, port: await freePort() })));
    try {
      await page.ready();
      expect(await (await page.get(`/metrics?target=${origin}/secret&module=default`)).text()).toMatch(/^app_depth 3$/m);
      for (const other of [...PAGES, `/probe?target=${origin}/secret`, '/']) {
        expect([other, (await page.get(other)).status]).toEqual([other, 404]);
      }
      expect(asked).toEqual(['/stats']);
      server.close();
      server.closeAllConnections();
      expect((await page.get('/metrics')).status).toBe(502);
      expect((await page.get('/healthz')).status).toBe(200);
    } finally {
      await page.remove();
      server.close();
    }
  });
});

describeProgram('otelcol-contrib', 'a telemetry collector', (collector) => {
  let place: Place;
  beforeEach(async () => {
    place = new Place(collector);
    await place.open();
  });
  afterEach(() => place.remove());

  test('has its health on the address of the pod, and no page by which it is looked into', async () => {
    const rendered = renderTelemetry({ exporters: [TelemetryExporter.debug()] });
    expect(rendered.yaml.match(/0\.0\.0\.0:\d+/g)).toEqual(['0.0.0.0:13133']);
    await place.collect(rendered);
    for (const port of [13133, 8888, 4318]) {
      expect([port, await openPages(`http://127.0.0.1:${place.ports[port]}`)]).toEqual([port, []]);
    }
  });
});

/** A server that listens and never answers. */
async function listener(): Promise<{ port: number; heard: () => string; close: () => void }> {
  let heard = '';
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (data) => { heard += data; }).on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  };
  return { port: (server.address() as net.AddressInfo).port, heard: () => heard, close };
}
