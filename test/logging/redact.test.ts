import { App, Chart } from 'cdk8s';
import { describeRedactors } from './support/redact-programs';
import { DEFAULT_KEYS, REDACTED, checkKeys } from '../../src/logging/redaction';

const KEYS = ['password', 'token', 'api_key', 'authorization', 'pin'];

/** Lines, with § for what becomes of a secret; a line on its own stays as it is. */
const EXAMPLES: Record<string, [string, string?][]> = {
  'names': [
    ['password=abc', 'password=§'],
    ['PassWord: abc', 'PassWord: §'],
    ['db_password=abc x-auth-token=def .token=ghi _token=jkl', 'db_password=§ x-auth-token=§ .token=§ _token=§'],
    ['user[password]=abc&user[name]=bob', 'user[password]=§&user[name]=bob'],
    ['mytoken=abc max_tokens=100 passwords=3 password_hash=x'],
    ['api_key=abc apiXkey=abc', 'api_key=§ apiXkey=abc'],
    ['the password of bob, a token'],
  ],
  'separators': [
    ['password = abc', 'password = §'],
    ['password => "a b"', 'password => "§"'],
    ['password := abc; if token == "a b" {', 'password := §; if token == "§" {'],
    ['password=a token=b password=c', 'password=§ token=§ password=§'],
  ],
  'nothing to redact': [
    ['password:'],
    ['password= '],
    ['password= user=bob'],
    ['password=, user=x'],
    ['(password=)'],
  ],
  'unquoted values': [
    ['password=abc, user=x', 'password=§, user=x'],
    ['password=a,b!&c user', 'password=§ user'],
    ['{password=abc,user=x}', '{password=§,user=x}'],
    ['/login?token=abc&lang=en', '/login?token=§&lang=en'],
    ['Server=db;Password=abc;Pooling=true;', 'Server=db;Password=§;Pooling=true;'],
    ['User{password=abc} (token=def)', 'User{password=§} (token=§)'],
    ['password=a}b)c', 'password=§'],
    ['password=password=abc', 'password=§'],
    ['password=pässwörd x', 'password=§ x'],
    ['password=abc\r', 'password=§\r'],
    ['app.token: password: abc def', 'app.token: § def'],
  ],
  'quoted values': [
    ['password="a \\" b" user="x"', 'password="§" user="x"'],
    ['password=\'a \\\' b\' user', 'password=\'§\' user'],
    ['password=\'it\'\'s me\' user', 'password=\'§\' user'],
    ['password="a b', 'password="§"'],
    ['password="a b\\', 'password="§"'],
    ['password=""', 'password="§"'],
    ['password="say ""hi"" x" user', 'password="§" user'],
    ['password="""abc""" user', 'password="§" user'],
    ['password=""abc"" user', 'password="§""" user'],
    ['password="abc"def user', 'password="§" user'],
    ['""password"":""abc"",""pin"":1', '""password"":"§""",""pin"":"§"'],
  ],
  'JSON': [
    ['{"user":"bob","password":"a\\"b, c","id":1}', '{"user":"bob","password":"§","id":1}'],
    ['{"pin": 1234, "token":null,"password":true}', '{"pin": "§", "token":"§","password":"§"}'],
    ['{"token":["a]","b"],"id":1}', '{"token":"§","id":1}'],
    ['{"token":{"a":[{"b":"}"}]},"id":1}', '{"token":"§","id":1}'],
    ['{"token":[[[["a"]]]],"id":1}', '{"token":"§"'],
    ['{"token":["a","b', '{"token":"§"'],
    ['{"message":"password=abc","id":1}', '{"message":"password=§","id":1}'],
    ['[{"message":"password=abc"},{"id":1}]', '[{"message":"password=§"},{"id":1}]'],
    ['{"log":"{\\"password\\":\\"a\\\\\\"b c\\",\\"pin\\":1}","id":1}', '{"log":"{\\"password\\":\\"§\\",\\"pin\\":\\"§\\"}","id":1}'],
    ['{"log":"password=\\"a b\\" x"}', '{"log":"password=\\"§\\" x"}'],
    ['"{\\"log\\":\\"{\\\\\\"token\\\\\\":\\\\\\"a b\\\\\\"}\\"}"', '"{\\"log\\":\\"{\\\\\\"token\\\\\\":\\\\\\"§\\\\\\"'],
    ['{\'password\': \'a b\', \'pin\': 1}', '{\'password\': \'§\', \'pin\': \'§\'}'],
  ],
  'HTTP': [
    ['Authorization: Bearer abc.def', 'Authorization: §'],
    ['proxy-authorization=basic  dXNlcjpwYXNz== GET /', 'proxy-authorization=§ GET /'],
    ['Authorization: Bearer', 'Authorization: §'],
    ['Authorization: SSWS abc.def GET /', 'Authorization: § GET /'],
    ['authorization: X-Custom.1  dXNlcjpwYXNz==, x', 'authorization: §, x'],
    ['authorization=abc user=bob', 'authorization=§ user=bob'],
    ['authorization= user=bob'],
    ['map[Authorization:[Bearer abc] Accept:[*/*]]', 'map[Authorization:§ Accept:[*/*]]'],
  ],
  'URLs': [
    ['postgres://bob:abc@db:5432/x', 'postgres://bob:§@db:5432/x'],
    ['https://abc@host/ redis://:abc@host', 'https://§@host/ redis://:§@host'],
    ['amqp://bob:a@b:c@host', 'amqp://bob:§@host'],
    ['https://abc:@host', 'https://§@host'],
    ['https://x-access-token:abc@host/a.git main', 'https://x-access-token:§@host/a.git main'],
    ['http://host/x@y http://host?a@b http://host:80 bob@host'],
  ],
  'control characters': [
    ['password=a,\x1fuser=x \x1f\x1f \x1f', 'password=§ \x1f\x1f \x1f'],
    ['password=\x1fabc,\x1f, user=x,\x1fy=z', 'password=§, user=x,\x1fy=z'],
  ],
};

const examples = Object.values(EXAMPLES).flat();
const redacted = examples.map(([before, after]) => (after ?? before).replaceAll('§', REDACTED));
const lines = (texts: string[]) => texts.map((text) => ({ keys: KEYS, text }));

describeRedactors((redactor) => {
  test('redacts the examples', () => {
    expect(redactor.redact(lines(examples.map(([text]) => text)))).toEqual(redacted);
  });

  test('leaves what is redacted as it is', () => {
    expect(redactor.redact(lines(redacted))).toEqual(redacted);
  });

  test('reads bytes that are no text', () => {
    expect(redactor.redact(lines(['\xff\xfe password=\xc3\x28, x\x80']), 'latin1')).toEqual([`\xff\xfe password=${REDACTED}, x\x80`]);
  });

  test('takes long lines of keys and values, in time that grows as they do', () => {
    const parts = ['token=a ', 'token="a" ', 'a://b:c@ ', 'password=a, b=c&', 'token:{"a":1},', 'token=', 'token=\'', '\\"token\\":\\"', 'Authorization: a b, '];
    const long = parts.map((part) => part.repeat(2 ** 18 / part.length));
    expect(redactor.redact(lines(long)).map((text) => text.includes(REDACTED))).toEqual(parts.map(() => true));
  }, 60_000);

  test('takes long lines', () => {
    const filler = 'a, b;c=&"(\\:'.repeat(2000);
    const long = ['x '.repeat(20_000), filler, 'a'.repeat(50_000), 'a: '.repeat(10_000), '['.repeat(20_000), '\\'.repeat(20_000)];
    expect(redactor.redact(lines(long.map((text) => `${text} password=abc`))).map((text) => text.slice(-REDACTED.length)))
      .toEqual(long.map(() => REDACTED));
    const values = redactor.redact(lines(long.map((text) => `password: ${text}`)));
    expect(values.map((text) => text.slice(0, 10))).toEqual(long.map(() => 'password: '));
  });
});

describe('keys', () => {
  const where = new Chart(new App(), 'shop');

  test('the default ones are fit for all programs', () => {
    expect(checkKeys(DEFAULT_KEYS, where)).toBe(DEFAULT_KEYS);
  });

  test.each([
    [[], 'no redaction keys in \'shop\''],
    [['ok', 'pass word'], 'redaction key \'pass word\' in \'shop\' has a character other than letters, digits, \'_\', \'.\' and \'-\''],
    [['pa|ss'], 'redaction key \'pa|ss\' in \'shop\' has a character other than'],
    [[''], 'redaction key \'\' in \'shop\' does not start with a letter or digit'],
    [['_token'], 'redaction key \'_token\' in \'shop\' does not start with a letter or digit'],
  ])('fails when they are %j', (keys, error) => {
    expect(() => checkKeys(keys, where)).toThrow(error);
  });
});
