import { messagesOf } from './support/findings';
import { invalidQuantity } from '../../src/lint/rules/invalid-quantity';
import { passwordInArguments } from '../../src/lint/rules/password-in-arguments';
import { probePortNameUnknown } from '../../src/lint/rules/probe-port-name-unknown';
import { wrongType } from '../../src/lint/rules/wrong-type';

const pod = (container: string) => `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, ${container}}]}}`;

describe('what envsubst, Flux and the like put in', () => {
  test.each([
    ['a quantity', invalidQuantity, pod('resources: {limits: {nvidia.com/gpu: "${GPUS}"}}')],
    ['a port with a default', probePortNameUnknown, pod('livenessProbe: {httpGet: {port: "${PORT:-8080}"}}')],
    ['a quantity of a Go template', invalidQuantity, pod('resources: {limits: {cpu: "{{ .Values.cpu }}"}}'), '{{'],
    ['a quantity in braces after a hash', invalidQuantity, pod('resources: {limits: {cpu: "#{CPU}"}}'), '#'],
    ['a name in braces without quotes', wrongType, '{apiVersion: v1, kind: Service, metadata: {name: {self.name}}, spec: {selector: {app: web}}}', '{self.name}', '{self.name: web}'],
    ['a number in capitals', wrongType, '{apiVersion: batch/v1, kind: Job, metadata: {name: web}, spec: {completions: NUM_NODES}}', 'NUM_NODES', 'many'],
  ])('is not judged: %s', (_, rule, yaml, mark = '$', without = '') => {
    expect(messagesOf(rule, yaml)).toEqual([]);
    expect(messagesOf(rule, yaml.replace(mark, without))).toHaveLength(1);
  });

  test('in a ConfigMap, a field without a value is no name in braces', () => {
    expect(messagesOf(wrongType, '{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {settings: {debug}}}')).toHaveLength(1);
  });

  test('is not judged where it is all of a ConfigMap', () => {
    const map = (data: string): string => `{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: ${data}}`;
    expect(messagesOf(wrongType, map("'${FILES}'"))).toEqual([]);
    expect(messagesOf(wrongType, map("'files'"))).toHaveLength(1);
  });

  test('is not judged where a guide has it in brackets', () => {
    const image = (text: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image: ${text}}]}}`;
    expect(messagesOf(wrongType, image('[IMAGE_URL]'))).toEqual([]);
    expect(messagesOf(wrongType, image('[web]'))).toHaveLength(1);
  });

  test('in commands it is for the shell', () => {
    expect(messagesOf(passwordInArguments, pod('args: ["--user=${NAME} --password=hunter2"]'))).toHaveLength(1);
  });
});
