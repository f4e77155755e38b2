import { setTimeout as pause } from 'node:timers/promises';
import { LogFilter, LogParser } from '../../src';
import { describeWithCollector, render } from '../logging/support/collector';

describeWithCollector('records of the OpenTelemetry Collector', (place) => {
  test('delivers lines as they are, with where they come from', async () => {
    place.log('app.log', '  one \n\ttwo\t\n\nthree\r\n');
    place.log('app.log', Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0a]));
    place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver(), serviceName: 'web' }));
    await place.receives(4);
    expect(place.bodies()).toEqual(['  one ', '\ttwo\t', 'three', 'a\ufffd\0b']);
    expect(place.received()[0]).toMatchObject({
      attributes: { 'log.file.path': place.logFile('app.log') },
      resource: { 'service.name': 'web', 'k8s.pod.name': 'web-1', 'k8s.namespace.name': 'shop' },
    });
  });

  test('holds an unfinished line back, also over a kill', async () => {
    place.log('app.log', 'one\ntw');
    const rendered = render([place.logFile('*.log')], { outputs: place.toReceiver() });
    const first = place.ship(rendered);
    await place.receives(1);
    await pause(1500);
    await place.stop(first, 'SIGKILL');
    place.ship(rendered);
    await pause(1000);
    place.log('app.log', 'o\n');
    await place.receives(2);
    expect([...new Set(place.bodies())]).toEqual(['one', 'two']);
  });

  test('redacts before it parses, in bodies and fields', async () => {
    place.log('app.log', '{"level":"info","password":"hunter2","user":{"api_key":"k-1"},"n":1}\nlogin password=hunter3 ok\n{"password":"hunter4\n');
    place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver(), parser: LogParser.json(), filters: [LogFilter.redact(['password', 'api_key'])] }));
    const records = await place.receives(3);
    expect(JSON.stringify(records)).not.toMatch(/hunter|k-1/);
    expect(records[0].attributes).toMatchObject({ level: 'info', password: '***REDACTED***', user: { api_key: '***REDACTED***' }, n: 1 });
    expect(records[1].body).toBe('login password=***REDACTED*** ok');
  });

  test('drops, keeps and redacts in the order given', async () => {
    place.log('app.log', 'GET /health\nGET /orders token=abc\nPOST /orders token=abc\n');
    place.ship(render([place.logFile('*.log')], {
      outputs: place.toReceiver(),
      filters: [LogFilter.drop('^GET /health$'), LogFilter.keep('token=abc$'), LogFilter.redact(['token']), LogFilter.drop('^POST.*REDACTED')],
    }));
    await place.receives(1);
    place.log('app.log', 'GET /end token=abc\n');
    await place.receives(2);
    expect(place.bodies()).toEqual(['GET /orders token=***REDACTED***', 'GET /end token=***REDACTED***']);
  });

  test('adds and removes fields, and passes on what does not parse', async () => {
    const lines = ['{"a":"x","email":"me@acme.io","n":[1,{"b":null}]}', '{"a":', '[1]', '"a"', '{}', ' plain'];
    place.log('app.log', lines.join('\n') + '\n');
    place.ship(render([place.logFile('*.log')], {
      outputs: place.toReceiver(), parser: LogParser.json(), filters: [LogFilter.addFields({ team: 'a' }), LogFilter.removeFields(['email'])],
    }));
    const [first, ...others] = await place.receives(6);
    expect(first.body).toEqual({ a: 'x', n: [1, { b: undefined }] });
    expect(first.attributes).toEqual({ 'a': 'x', 'n': [1, { b: undefined }], 'team': 'a', 'log.file.path': place.logFile('app.log') });
    expect(others.map(({ body }) => body)).toEqual(lines.slice(1));
    expect(others.every(({ attributes }) => attributes.team === 'a')).toBe(true);
    expect(place.errors()).toBe('');
  });

  test('finds fields and times by a regular expression', async () => {
    const times = ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.25+01:00', '2026-01-31T10:00:00+0100', 'never'];
    place.log('app.log', times.map(time => `${time} [WARN] $5 "{x}" \\ é\n`).join('') + 'no match\n');
    place.ship(render([place.logFile('*.log')], {
      outputs: place.toReceiver(), parser: LogParser.regex('^(?<at>[^ ]+) \\[(?<level>[A-Z]+)\\] (?<message>[$]5 "\\{x\\}" \\\\ .*)$', { timeField: 'at' }),
    }));
    const records = await place.receives(5);
    expect(records.map(({ time }) => time)).toEqual([
      '2026-01-31T10:00:00.000Z', '2026-01-31T09:00:00.250Z', '2026-01-31T09:00:00.000Z', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z',
    ]);
    expect(records[0].attributes).toMatchObject({ level: 'WARN', message: '$5 "{x}" \\ é' });
    expect(records[4]).toMatchObject({ body: 'no match', attributes: { 'log.file.path': place.logFile('app.log') } });
  });

  test('puts the lines of a record together', async () => {
    place.log('app.log', 'rest of an older one\n2026-01-01 first\n  at a 2026-01-01\n\n  at b\n2026-01-02 second\n');
    place.ship(render([place.logFile('*.log')], { outputs: place.toReceiver(), recordStart: '^[0-9]+-' }));
    await place.receives(3);
    place.log('app.log', '2026-01-03 third\n');
    await place.receives(4);
    expect(place.bodies().map(body => body.trim())).toEqual([
      'rest of an older one', '2026-01-01 first\n  at a 2026-01-01\n\n  at b', '2026-01-02 second', '2026-01-03 third',
    ]);
  });
});
