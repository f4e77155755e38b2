import { REDACTED } from '../../src/logging/redaction';
import { describeProgram, Program } from '../support/programs';
import { scriptFile } from '../support/scripts';

const X = REDACTED;

function run(interpreter: Program, options: string[], program: string, env: Record<string, string> = {}): string {
  const { stdout, stderr } = interpreter.run([...options, '-e', program], { env: { ...process.env, ...env } });
  return stdout + stderr;
}

describeProgram('luajit', 'filter of Fluent Bit', (luajit) => {
  const filter = (program: string, env = {}) => run(luajit, [], `dofile('${scriptFile('redact.lua')}') ${program}`, env);

  test('changes the strings of records, and the fields with such a name', () => {
    expect(filter(`
      local record = { log = 'a password=abc', user = 'bob', token = { 'abc' }, id = 7, list = { 'Token: abc', { db_password = 1 } } }
      local code, time, out = redact('app', 5, record)
      print(code, time, out.log, out.user, out.token, out.id, out.list[1], out.list[2].db_password)
    `, { LOG_REDACT_KEYS: 'password token' })).toBe(`2\t5\ta password=${X}\tbob\t${X}\t7\tToken: ${X}\t${X}\n`);
  });

  test('does not touch other records', () => {
    expect(filter('print((redact(\'app\', 5, { log = \'hello\', list = { 1, {} } })))', { LOG_REDACT_KEYS: 'password' })).toBe('0\n');
  });

  test('fails when it has no keys', () => {
    expect(filter('print(1)')).toContain('LOG_REDACT_KEYS is not set');
  });
});

// The parts of Fluentd that the filter uses.
const FLUENTD = `
  require 'json'
  $LOADED_FEATURES << 'fluent/plugin/filter.rb'
  module Fluent
    module Plugin
      class Filter
        def self.config_param(name, *) = @@param = name
        def configure(conf) = instance_variable_set("@#{@@param}", conf[@@param])
      end
      def self.register_filter(name, filter) = (puts name; $filter = filter.allocate)
    end
  end
`;

describeProgram('ruby', 'filter of Fluentd', (ruby) => {
  test('changes the strings of records, and the fields with such a name', () => {
    const record = { log: 'a password=äbc', user: 'böb', token: ['abc'], id: 7, list: ['Token: abc', { db_password: 1 }], none: null };
    expect(run(ruby, ['-Ku'], `${FLUENTD}
      require '${scriptFile('filter_redact_secrets.rb')}'
      $filter.configure({ keys: ['password', 'token'] })
      puts $filter.filter('app', 5, JSON.parse('${JSON.stringify(record)}')).to_json
    `)).toBe('redact_secrets\n' + JSON.stringify({
      ...record, log: `a password=${X}`, token: X, list: [`Token: ${X}`, { db_password: X }],
    }) + '\n');
  });
});
