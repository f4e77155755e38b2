import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { AddressInfo } from 'node:net';
import { MonitorShell } from './support/monitor-shell';
import { selfSigned } from '../support/certificates';
import { freePort } from '../support/ports';
import { describeProgram, testProgram } from '../support/programs';
import { describeShells } from '../support/toolbox';

const SETTINGS = { HEALTH_INTERVAL: '0.1', HEALTH_TIMEOUT: '20', HEALTH_HEARTBEAT: '60', HEALTH_STATUS: '2?? 3??', HEALTH_LABEL: 'app' };

describeShells('health.sh in %s', { own: ['cut', 'date', 'mv', 'sleep', 'tr'], ofBusybox: ['nc', 'true'] }, (box) => {
  let place: MonitorShell;
  let server: http.Server;
  let port: number;
  let answer: (response: http.ServerResponse) => void;

  beforeEach(async () => {
    place = new MonitorShell(box);
    answer = (response) => response.end();
    port = await freePort();
    server = http.createServer((_, response) => answer(response)).listen(port, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await place.remove();
    server.closeAllConnections();
    server.close();
  });

  const ask = (url: string, env: Record<string, string> = {}) => place.monitor('health.sh', { ...SETTINGS, HEALTH_URL: url, ...env });
  const status = (code: number) => { answer = (response) => response.writeHead(code).end(); };

  describeProgram('curl', 'asking a URL', (curl) => {
    beforeEach(() => { curl.linkAs(place.file('bin/curl')); });

    test('writes a line when the answer changes: code, latency, and what curl says', async () => {
      ask(`http://127.0.0.1:${port}/`);
      await place.lines(1);
      status(503);
      await place.lines(2);
      status(404);
      await place.lines(3);
      server.closeAllConnections();
      server.close();
      await place.lines(4);
      server = http.createServer((_, response) => response.writeHead(304).end()).listen(port, '127.0.0.1');
      expect(await place.lines(5)).toEqual([
        expect.stringMatching(/^healthy \(200\) in \d+\.\d{3} s$/),
        expect.stringMatching(/^unhealthy \(503\) in \d+\.\d{3} s$/),
        expect.stringMatching(/^unhealthy \(404\) in \d+\.\d{3} s$/),
        expect.stringMatching(/^unhealthy \(no answer\) in \d+\.\d{3} s: curl: \(7\) .*[^ ]$/),
        expect.stringMatching(/^healthy \(304\) in \d+\.\d{3} s$/),
      ]);
      expect((await place.metrics((metrics) => metrics['health_monitor_up{target="app"}'] === '1'))['health_monitor_state_changes_total{target="app"}']).toBe('2');
    });

    test('notices a restart between two checks', async () => {
      ask(`http://127.0.0.1:${port}/`, { HEALTH_LISTEN: String(port), HEALTH_INTERVAL: '1' });
      await place.lines(1);
      await place.whileItSleeps(async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        server = http.createServer((_, response) => response.end()).listen(port, '127.0.0.1');
        await once(server, 'listening');
      });
      expect(await place.lines(3)).toEqual([
        expect.stringMatching(/^healthy \(200\)/),
        `restarted: another program listens on port ${port}`,
        expect.stringMatching(/^healthy \(200\)/),
      ]);
      await place.metrics((metrics) => metrics['health_monitor_restarts_total{target="app"}'] === '1');
    });

    test('sends headers', async () => {
      server.removeAllListeners('request').on('request', ({ headers }, response) => (
        response.writeHead(headers.authorization === 'Bearer hunter2' && headers['x-tenant'] === 'shop' ? 200 : 401).end()));
      ask(`http://127.0.0.1:${port}/`, { HEALTH_HEADERS: 'Authorization: Bearer hunter2\nX-Tenant: shop' });
      expect(await place.lines(1)).toEqual([expect.stringMatching(/^healthy \(200\)/)]);
    });

    test('is unhealthy when there is no whole answer in time', async () => {
      answer = (response) => response.writeHead(200, { 'Content-Length': 10 }).write('half');
      ask(`http://127.0.0.1:${port}/`, { HEALTH_TIMEOUT: '1' });
      expect(await place.lines(1)).toEqual([expect.stringMatching(/^unhealthy \(no answer\) in \d+\.\d{3} s: curl: \(28\) /)]);
    });

    test('takes only the codes that are named for healthy', async () => {
      ask(`http://127.0.0.1:${port}/`, { HEALTH_STATUS: '401 503' });
      await place.lines(1);
      status(503);
      expect(await place.lines(2)).toEqual([expect.stringMatching(/^unhealthy \(200\)/), expect.stringMatching(/^healthy \(503\)/)]);
    });

    test('writes a line at every heartbeat', async () => {
      ask(`http://127.0.0.1:${port}/`, { HEALTH_HEARTBEAT: '1' });
      const start = Date.now();
      expect(await place.lines(3)).toEqual(Array(3).fill(expect.stringMatching(/^healthy \(200\)/)));
      expect(Date.now() - start).toBeGreaterThan(1900);
    });

    test('keeps metrics of every check', async () => {
      const started = Math.floor(Date.now() / 1000);
      ask(`http://127.0.0.1:${port}/`);
      const healthy = await place.metrics((metrics) => Number(metrics['health_monitor_healthy_checks_total{target="app"}']) > 1);
      expect(healthy).toMatchObject({ 'health_monitor_up{target="app"}': '1', 'health_monitor_status_code{target="app"}': '200' });
      expect(Number(healthy['health_monitor_latency_seconds{target="app"}'])).toBeGreaterThan(0);
      expect(Number(healthy['health_monitor_last_check_timestamp_seconds{target="app"}'])).toBeGreaterThanOrEqual(started);
      status(500);
      expect(await place.metrics((metrics) => Number(metrics['health_monitor_unhealthy_checks_total{target="app"}']) > 1)).toMatchObject({
        'health_monitor_up{target="app"}': '0', 'health_monitor_status_code{target="app"}': '500', 'health_monitor_state_changes_total{target="app"}': '1',
      });
    });

    testProgram('promtool', 'writes metrics by the rules of Prometheus, whatever the label', async (promtool) => {
      ask(`http://127.0.0.1:${port}/`, { HEALTH_LABEL: 'http://a/?q=\\"b\\"&c=\\\\d$HOME`id`%s{}' });
      const metrics = await place.metrics((found) => Object.keys(found).length > 0);
      expect(place.checkMetrics(promtool)).toBe('');
      expect(Object.keys(metrics)[0]).toBe('health_monitor_up{target="http://a/?q=\\"b\\"&c=\\\\d$HOME`id`%s{}"}');
    });

    test('verifies the certificate of the server', async () => {
      const pair = selfSigned('localhost');
      fs.writeFileSync(place.file('ca.crt'), pair.cert);
      const secure = https.createServer(pair, (_, response) => response.end()).listen(0);
      const url = `https://localhost:${(secure.address() as AddressInfo).port}/`;
      ask(url);
      expect(await place.lines(1)).toEqual([expect.stringMatching(/^unhealthy \(no answer\) in .* s: curl: \(60\) .*certificate/)]);
      ask(url, { HEALTH_CA: place.file('ca.crt') });
      expect((await place.lines(2))[1]).toMatch(/^healthy \(200\)/);
      secure.closeAllConnections();
      secure.close();
    });
  });

  test('asks a port', async () => {
    place.monitor('health.sh', { ...SETTINGS, HEALTH_HOST: '127.0.0.1', HEALTH_PORT: String(port) });
    await place.lines(1);
    server.close();
    expect(await place.lines(2)).toEqual([
      expect.stringMatching(/^healthy \(open\) in \d+\.\d{3} s$/),
      expect.stringMatching(/^unhealthy \(no answer\) in \d+\.\d{3} s: nc: .*refused$/),
    ]);
    expect(Object.keys(await place.metrics((metrics) => metrics['health_monitor_up{target="app"}'] === '0')).join()).not.toContain('status_code');
  });

  test('ends at once when it is told to', async () => {
    place.monitor('health.sh', { ...SETTINGS, HEALTH_HOST: '127.0.0.1', HEALTH_PORT: String(port), HEALTH_INTERVAL: '60' });
    await place.lines(1);
    place.stop();
    await place.ended;
  });
});
