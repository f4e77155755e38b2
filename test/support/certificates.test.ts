import { X509Certificate } from 'node:crypto';
import { Authority, selfSigned } from './certificates';

const authority = new Authority('ours');
const issued = (...args: Parameters<Authority['issue']>) => new X509Certificate(authority.issue(...args).cert);

test('an authority signs for names of every kind', () => {
  const certificate = issued('client', 'DNS:client,URI:spiffe://acme.io/web,IP:127.0.0.1');
  expect(certificate.subjectAltName).toBe('DNS:client, URI:spiffe://acme.io/web, IP Address:127.0.0.1');
  expect(certificate.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
  expect(certificate.verify(new X509Certificate(new Authority('ours').cert).publicKey)).toBe(false);
  expect([certificate.ca, new X509Certificate(authority.cert).ca]).toEqual([false, true]);
});

test('a certificate is valid now, or was', () => {
  const [valid, expired] = [issued('a'), issued('a', 'DNS:a', { expired: true })];
  expect(Date.parse(valid.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(valid.validTo)).toBeGreaterThan(Date.now());
  expect(Date.parse(expired.validTo)).toBeLessThan(Date.now());
});

test('a certificate of its own is of its own key', () => {
  const { cert, key } = selfSigned('localhost');
  const certificate = new X509Certificate(cert);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
});
