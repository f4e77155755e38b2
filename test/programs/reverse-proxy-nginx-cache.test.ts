import * as http from 'node:http';
import { Duration } from 'cdk8s';
import { HeaderValue, NginxCacheOptions, ReverseProxyProps } from '../../src';
import { describeFrontNginx } from '../proxy/support/front-nginx';
import { until } from '../support/waiting';

describeFrontNginx('the cache of nginx', (front) => {
  const cacheHeaders = { 'X-Cache': HeaderValue.cacheStatus(), 'X-Time': HeaderValue.appResponseTime() };
  const status = async (target: string, headers: http.OutgoingHttpHeaders = {}) => (await front.nginx.get(target, headers)).headers['x-cache'];

  test('gives a response again for its time', async () => {
    await front.start({ responseHeaders: cacheHeaders }, { cache: { validFor: Duration.minutes(1) } });
    expect(await status('/')).toBe('MISS');
    const { headers } = await front.nginx.get('/');
    expect(headers).toMatchObject({ 'x-cache': 'HIT' });
    expect(headers).not.toHaveProperty('x-time');
    expect(front.app.asked).toHaveLength(1);
  });

  test('asks the app again after that time', async () => {
    await front.start({ responseHeaders: cacheHeaders }, { cache: { validFor: Duration.seconds(1) } });
    expect(await status('/')).toBe('MISS');
    await until('it has expired', async () => await status('/') === 'EXPIRED');
  });

  test('keeps what the app allows to, and no more', async () => {
    await front.start({ responseHeaders: cacheHeaders }, { cache: {} });
    expect([await status('/'), await status('/')]).toEqual(['MISS', 'MISS']);
    front.app.headers = { 'Cache-Control': 'max-age=60' };
    expect([await status('/'), await status('/')]).toEqual(['MISS', 'HIT']);
  });

  test.each([{ Cookie: 'a=b' }, { Authorization: 'Bearer a' }, { 'X-Api-Key': 'alice' }, { 'X-Api-Key': '0' }, { api_key: 'a' }, { 'X-HTTP-Method-Override': 'PUT' }])('keeps nothing for %p', async (headers) => {
    await front.start({ responseHeaders: cacheHeaders }, { cache: { validFor: Duration.minutes(1) } });
    expect([await status('/', headers), await status('/'), await status('/', headers)]).toEqual(['BYPASS', 'MISS', 'BYPASS']);
  });

  test.each([{ Host: 'other' }, { Accept: 'a/b' }, { 'Accept-Language': 'de' }, { Origin: 'http://other' }])('tells %p from others', async (headers) => {
    await front.start({ responseHeaders: cacheHeaders }, { cache: { validFor: Duration.minutes(1) } });
    expect([await status('/'), await status('/', headers), await status('/')]).toEqual(['MISS', 'MISS', 'HIT']);
  });
});

describeFrontNginx('the cache of nginx, by settings of the user', (front) => {
  const responseHeaders = { 'X-Cache': HeaderValue.cacheStatus() };
  const begin = (options: Partial<NginxCacheOptions> = {}, props: ReverseProxyProps = {}) => (
    front.start({ responseHeaders, ...props }, { cache: { validFor: Duration.minutes(1), ...options } }));
  const status = async (headers: http.OutgoingHttpHeaders = {}) => (await front.nginx.get('/', headers)).headers['x-cache'];

  test('keeps nothing for headers that make a request personal', async () => {
    await begin({ personalHeaders: ['X-Shop'] });
    expect([await status({ 'X-Shop': 'a' }), await status(), await status({ 'X-Shop': 'a' })]).toEqual(['BYPASS', 'MISS', 'BYPASS']);
  });

  test('tells responses apart by headers of the key', async () => {
    await begin({ keyHeaders: ['X-Theme', 'X-Size'] });
    expect([await status({ 'X-Theme': 'a' }), await status({ 'X-Size': 'a' }), await status(), await status({ 'X-Theme': 'a' })]).toEqual(['MISS', 'MISS', 'MISS', 'HIT']);
  });

  test('tells responses apart by what they vary by, and keeps none that varies by anything', async () => {
    await begin();
    front.app.headers = { Vary: 'X-Theme' };
    expect([await status({ 'X-Theme': 'a' }), await status({ 'X-Theme': 'b' }), await status({ 'X-Theme': 'a' })]).toEqual(['MISS', 'MISS', 'HIT']);
    front.app.headers = { Vary: '*' };
    expect([await status({ Accept: 'a' }), await status({ Accept: 'a' })]).toEqual(['MISS', 'MISS']);
  });

  test('keeps no response that sets a cookie', async () => {
    await begin();
    front.app.headers = { 'Set-Cookie': 'a=b' };
    expect([await status(), await status()]).toEqual(['MISS', 'MISS']);
  });

  test('cannot be poisoned by what a client says of proxies', async () => {
    await begin();
    expect([await status({ 'X-Forwarded-Prefix': '/evil', 'X-Forwarded-Host': 'evil' }), await status()]).toEqual(['MISS', 'HIT']);
    expect(front.app.asked[0].headers).not.toHaveProperty('x-forwarded-prefix');
    expect(front.app.asked[0].headers).not.toHaveProperty('x-forwarded-host');
  });
});
