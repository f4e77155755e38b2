import { modeNotOctal as rule } from '../../../src/lint/rules/mode-not-octal';
import { findingsOf, messagesOf } from '../support/findings';

const pod = (source: string) => `{apiVersion: v1, kind: Pod, spec: {volumes: [{name: v, ${source}}]}}`;

test('755 is found, and becomes 493', () => {
  expect(messagesOf(rule, pod('configMap: {defaultMode: 755}'))).toEqual(['spec.volumes.0.configMap.defaultMode: mode 755 is above 511, which is 0777 in octal']);
  expect(findingsOf([rule], pod('secret: {items: [{mode: 755}]}'))[0].fix).toMatchObject({ safe: true, changes: [{ path: ['spec', 'volumes', 0, 'secret', 'items', 0, 'mode'], to: 493 }] });
});

test('a number that is no mode has no fix', () => {
  expect(findingsOf([rule], pod('projected: {sources: [{secret: {items: [{mode: 900}]}}]}')).map(({ fix }) => fix)).toEqual([undefined]);
});

test.each(['projected: {defaultMode: 755}', 'downwardAPI: {defaultMode: 512}', 'downwardAPI: {items: [{mode: 644}]}'])('%s is found', (source) => {
  expect(messagesOf(rule, pod(source))).toHaveLength(1);
});

test.each([1755, 7550, 648])('%i is not taken for a mode in octal', (mode) => {
  expect(findingsOf([rule], pod(`configMap: {defaultMode: ${mode}}`)).map(({ fix }) => fix)).toEqual([undefined]);
});

test.each(['configMap: {defaultMode: 511}', 'configMap: {defaultMode: "755"}', 'configMap: {defaultMode: 493}', 'secret: {defaultMode: 256}', 'emptyDir: {}'])('%s is left alone', (source) => {
  expect(messagesOf(rule, pod(source))).toEqual([]);
});
