import * as fc from 'fast-check';
import { LogFilter, LogOutput, LogParser, OpenTelemetryCollectorOptions } from '../../src';
import { COLLECTOR, render, validate, Workplace } from '../logging/support/collector';
import { describeProgram } from '../support/programs';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('$', '$$', '{', '}', '${env:POD_NAME}', '"', '\\', '\'', '\n', '\r', '\0', '%', '\u2028', '\x7f', '\x85', '\x9f', '\ufeff', '\uffff', '\ud800', ':', '#', '- ', 'a', '1') }),
  fc.constantFrom('', ' ', 'yes', 'null', '~', '0x1f', '1_000', '2026-01-01', '12:30:45', '1e3', '0o7', '.inf', '!!int 1', '*a', '&a', '<<', '=', '---'),
);
const field = text.filter(name => name !== '');
const pattern = fc.constantFrom('^GET /health"$', '\\{"a": ?[0-9]+\\}', 'a\\.b|c', '([[:space:]]|\\$)+', '\\\\', '[^"$]', '$');
const header = fc.constantFrom('Accept-Language', 'X-Key', 'x_1').map(name => ({ [name]: 'a $b' }));
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const filter = fc.oneof(
  pattern.map(LogFilter.keep),
  pattern.map(LogFilter.drop),
  fc.constantFrom(LogFilter.redact(), LogFilter.redact(['pin', 'x.y-z'])),
  fc.dictionary(field, text, { minKeys: 1 }).map(LogFilter.addFields),
  fc.array(field, { minLength: 1 }).map(LogFilter.removeFields),
);
const time = fc.record({ timeField: field, timeFormat: optional(fc.constantFrom('%d/%b/%Y:%H:%M:%S %z', '%Y-%m-%d %H:%M:%S.%L', '%a, %e %B %y %I:%M %p %Z')) });
const parser = fc.oneof(
  fc.option(time, { nil: {} }).map(LogParser.json),
  fc.tuple(pattern, fc.option(time, { nil: {} })).map(([rest, options]) => LogParser.regex(`(?<level>[A-Z]+) ${rest}`, options)),
);
const output = fc.oneof(
  fc.constant(LogOutput.stdout()),
  fc.record({ url: fc.constantFrom('http://a', 'https://b:4318/x/'), headers: optional(header) }).map(LogOutput.otlpHttp),
  fc.record({ url: fc.constantFrom('http://a:4317', 'https://[::1]:4317/'), headers: optional(header) }).map(LogOutput.otlp),
  fc.record({ url: fc.constant('https://loki:3100'), tenant: optional(fc.constantFrom('a.b', '0o7', '!x', '*')), labels: optional(fc.dictionary(field, text)) }).map(LogOutput.loki),
);
const options: fc.Arbitrary<OpenTelemetryCollectorOptions> = fc.record({
  outputs: optional(fc.uniqueArray(output, { minLength: 1, selector: ({ _spec }) => `${_spec.kind} ${(_spec as any).url}` })),
  parser: optional(parser),
  filters: optional(fc.array(filter, { maxLength: 4 })),
  recordStart: optional(pattern),
  rotatedFiles: optional(fc.constantFrom([], ['/var/log/app/old/*.log.[0-9]'])),
  serviceName: optional(text),
});

/** A lone surrogate cannot be written. */
const wellFormed = (value: string) => Buffer.from(value).toString();

describeProgram(COLLECTOR, 'values in a configuration of the OpenTelemetry Collector', (collector) => {
  test('every configuration is valid', () => {
    fc.assert(fc.property(options, option => {
      const { yaml, container } = render(['/var/log/app/*.log', '/var/log/app/a b/[!x]?.log'], option);
      expect(validate(collector, yaml, container.args, { POD_NAME: 'a', POD_NAMESPACE: 'b', OUTPUT_1_HEADER_1: 'a $b', OUTPUT_2_HEADER_1: 'a $b' })).toBe('');
    }), { numRuns: 50 });
  });

  test('an invalid configuration is found', () => {
    const { yaml, container } = render(['/var/log/app/*.log'], { parser: LogParser.json() });
    expect(validate(collector, yaml.replace('ParseJSON(', 'ParseJASON('), container.args, {})).toContain('does not support the function "ParseJASON"');
    expect(validate(collector, yaml, ['--feature-gates=stanza.noSuchGate'], {})).toContain('no such feature gate');
  });

  test('every text arrives as it is', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(field, text), { minLength: 30, maxLength: 60 }), text, text, async (pairs, name, label) => {
      const place = new Workplace(collector);
      try {
        await place.open();
        place.log('app.log', 'one\n');
        Object.assign(place.env, { POD_NAME: '007', OUTPUT_1_HEADER_1: '0o7' });
        place.ship(render([`${place.folder}/logs/*.log`], {
          outputs: [LogOutput.loki({ url: `http://127.0.0.1:${place.loki}`, tenant: '0o7', labels: { label } })],
          serviceName: name,
          filters: pairs.map(([key, value]) => LogFilter.addFields({ [key]: value })),
        }));
        const [{ attributes, resource }] = await place.receives(1);
        const expected = Object.fromEntries(pairs.map(([key, value]) => [wellFormed(key), wellFormed(value)]));
        expect(attributes).toEqual({ 'x-scope-orgid': '0o7', 'log.file.path': `${place.folder}/logs/app.log`, ...expected });
        expect(resource).toEqual({ 'k8s.pod.name': '007', 'k8s.namespace.name': 'shop', 'service.name': wellFormed(name), 'label': wellFormed(label) });
      } finally {
        await place.remove();
      }
    }), { numRuns: 10, endOnFailure: true });
  });
});
