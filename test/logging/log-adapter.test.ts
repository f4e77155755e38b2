import { Size } from 'cdk8s';
import { AdapterInput, AdapterOutput, LogAdapter, LogAdapterProps } from '../../src';
import { containerOf, newChart, newDeployment, podSpecOf } from '../support/workloads';

function adapt(props: Partial<LogAdapterProps> = {}): any {
  const chart = newChart();
  new LogAdapter(newDeployment(chart), 'Json', { logFiles: ['/logs/app.log'], input: AdapterInput.keyValue(), ...props });
  const container = containerOf(podSpecOf(chart), 'json');
  return { ...container, env: Object.fromEntries(container.env.map(({ name, value }: any) => [name, value])) };
}

test('pairs become JSON unless something else is said', () => {
  const { env, volumeMounts } = adapt();
  expect(env).toMatchObject({ ADAPT_INPUT: 'key-value', ADAPT_DELIMITER: ' ', ADAPT_OUTPUT: 'json' });
  expect(volumeMounts).toContainEqual({ name: 'logs', mountPath: '/logs', readOnly: true });
});

test('fields, templates and numbers are handed to the script', () => {
  const { env } = adapt({
    input: AdapterInput.delimited({ delimiter: '|', fields: ['time', 'user'] }),
    output: AdapterOutput.json({ fields: { at: '{time}', id: '{user}' }, numbers: ['id'] }),
  });
  expect(env).toMatchObject({ ADAPT_INPUT: 'delimited', ADAPT_DELIMITER: '|', ADAPT_FIELDS: 'time\nuser', ADAPT_TEMPLATE: 'at\t{time}\nid\t{user}', ADAPT_NUMBERS: 'id' });
});

test('an output file is written to the log volume and bounded', () => {
  const { env, volumeMounts } = adapt({ outputFile: '/logs/out.json', outputFileLimit: Size.mebibytes(1) });
  expect(env).toMatchObject({ LOG_OUTPUT: '/logs/out.json', LOG_OUTPUT_MAX_BYTES: '1048576' });
  expect(volumeMounts).toContainEqual({ name: 'logs', mountPath: '/logs' });
});

test.each<[string, Partial<LogAdapterProps>, string]>([
  ['an output file is elsewhere', { outputFile: '/tmp/out' }, 'outputFile \'/tmp/out\' of \'shop/Web/Json\' is not a file directly in \'/logs\''],
  ['an output file is in a sub-folder', { outputFile: '/logs/out/all.json' }, 'which both containers mount: write to \'/logs/all.json\''],
  ['an output file is the folder', { outputFile: '/logs' }, 'outputFile \'/logs\' of \'shop/Web/Json\' is not a file'],
  ['an output file is bounded by zero', { outputFile: '/logs/out', outputFileLimit: Size.mebibytes(0) }, 'outputFileLimit in \'shop/Web/Json\' is zero'],
  ['a delimiter is empty', { input: AdapterInput.keyValue({ delimiter: '' }) }, 'delimiter "" in \'shop/Web/Json\' is empty'],
  ['no field is named', { input: AdapterInput.delimited({ delimiter: ',', fields: [] }) }, 'list of fields in \'shop/Web/Json\' is empty'],
  ['a field is named twice', { input: AdapterInput.delimited({ delimiter: ',', fields: ['a', 'a'] }) }, 'name \'a\' is listed twice in fields'],
  ['a field has a newline', { output: AdapterOutput.json({ fields: { 'a\nb': '{a}' } }) }, 'name in fields of the object "a\\nb"'],
  ['a template has half a brace', { output: AdapterOutput.text('{level') }, 'template "{level" in \'shop/Web/Json\''],
  ['a template is empty', { output: AdapterOutput.text('') }, 'template "" in \'shop/Web/Json\' is empty'],
  ['a number is not a field', { output: AdapterOutput.json({ fields: { a: '{a}' }, numbers: ['b'] }) }, 'number \'b\' in \'shop/Web/Json\' is not a field'],
])('fails when %s', (_what, props, message) => {
  expect(() => adapt(props)).toThrow(message);
});
