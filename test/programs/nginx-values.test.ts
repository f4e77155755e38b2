import * as fc from 'fast-check';
import { directive, NginxExpression, nginxProblemOf, toNginxConfig } from '../../src/programs/nginx/words';
import { describeNginx, NginxFolder } from '../support/nginx';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', '\'', '\\', '\\n', '\n', '\r', '\t', ';', '{', '}', '${', '$a', '#', ' ', 'a', 'ü', '\ud800', '\x7f', '\ufeff') }),
  fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\u{1f600}'), minLength: 900, maxLength: 4100 }),
);

describeNginx('a text in a configuration of nginx', (program) => {
  let nginx: NginxFolder;
  beforeEach(() => { nginx = new NginxFolder(program); });
  afterEach(() => nginx.remove());

  const configOf = (texts: string[]) => toNginxConfig([
    directive('pid', nginx.file('pid')),
    directive('events', [], []),
    directive('http', [], [
      directive('access_log', 'off'),
      directive('server', [], [
        directive('listen', `unix:${nginx.file('http')}`),
        ...texts.map((value, index) => directive('location', `=/${index}`, [directive('return', [200, value])])),
        directive('location', '=/variable', [directive('return', [200, new NginxExpression('"$host" ${request_method}')])]),
      ]),
    ]),
  ]);

  test('arrives as it is, or is refused', async () => {
    const texts = fc.sample(text, 1500).map((value) => Buffer.from(value).toString());
    const taken = texts.filter((value) => !nginxProblemOf(value));
    expect(taken.length).toBeGreaterThan(500);
    expect(nginx.complaints(configOf(taken))).toBe('');
    await nginx.start(configOf(taken));
    for (const [index, value] of taken.entries()) {
      expect((await nginx.get(`/${index}`)).body.toString()).toBe(value);
    }
    expect((await nginx.get('/variable')).body.toString()).toBe('"localhost" GET');
  });

  test.each([
    ['a variable', 'a $b', 'contains a \'$\''],
    ['a NUL', 'a\0b', 'contains a NUL'],
    ['more than a token holds', 'ü'.repeat(2000), 'is longer than the 4000 bytes'],
  ])('fails when it has %s', (_what, value, message) => {
    expect(() => configOf([value])).toThrow(message);
  });

  test('what is refused would be read otherwise by nginx', () => {
    const written = configOf(['PLACE']);
    expect(nginx.complaints(written.replace('PLACE', '"a $b"'))).toContain('unknown "b" variable');
    expect(nginx.complaints(written.replace('PLACE', `"${'a'.repeat(4100)}"`))).toContain('too long parameter');
  });
});
