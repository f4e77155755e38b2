import { Duration } from 'cdk8s';
import { Place } from './describe-ambassador';
import { exchange, expectWithin, holdThrough, serveTcp, timed } from './test-servers';
import { eventually } from '../../support/waiting';

/**
 * What a proxy does that lets its connections end before it does.
 *
 * @param signal the one that its script turns SIGTERM into
 */
export function drainsConnections<O>(place: Place<O>, signal: NodeJS.Signals): void {
  test('when it receives SIGTERM, takes no more connections, and ends when the last one has gone', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await place.start({ upstreams: [place.tcp(server.port)] });
    const held = await holdThrough(place.local, server);
    const ended = place.proxy.stop(signal);
    await eventually(async () => await exchange(place.local, 'x') === '');
    let text = '';
    held.socket.on('data', (data) => { text += data; });
    held.socket.write('still');
    await eventually(() => text === 'still');
    held.socket.destroy();
    expect(await ended).toBe(0);
  });

  test('when it receives SIGTERM, ends after the drain', async () => {
    const server = await serveTcp((socket) => socket.pipe(socket));
    await place.start({ upstreams: [place.tcp(server.port)], stopDelay: Duration.seconds(1) });
    const held = await holdThrough(place.local, server);
    expectWithin(await timed(() => place.proxy.stop(signal)), 900, 20_000);
    await eventually(() => !held.open);
  });
}
