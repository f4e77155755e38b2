import { until } from '../support/waiting';
import { Held, hold, WEBSOCKET } from './support/clients';
import { describeProxies, Place } from './support/proxies';

jest.setTimeout(120_000);

/** How many of the connections were given what they asked for. */
const served = (held: Held[]) => held.filter(({ received, open }) => open && / 101 /.test(received)).length;

async function expectHealthy(place: Place, processes: number[]): Promise<void> {
  for (let time = 0; time < 5; time++) {
    expect(await place.health()).toBe(200);
  }
  expect(place.container.processes()).toEqual(processes);
}

describeProxies('more clients than its limit', (place) => {
  test('wait or are refused, while its health is answered, and get in when others have gone', async () => {
    await place.start({ maxClients: 20 });
    const processes = place.container.processes();
    const held = hold(place.port, 60, WEBSOCKET);
    await until('20 are served', async () => served(held) === 20);
    await expectHealthy(place, processes);
    expect(served(held)).toBe(20);
    held.forEach(({ socket }) => socket.destroy());
    await until('a new one is served', async () => {
      const [another] = hold(place.port, 1, WEBSOCKET);
      await until('it is answered or closed', async () => another.received !== '' || !another.open);
      another.socket.destroy();
      return / 101 /.test(another.received);
    });
    await expectHealthy(place, processes);
  });

  test('than any default: 1500 WebSockets', async () => {
    await place.start();
    const processes = place.container.processes();
    const held = hold(place.port, 1500, WEBSOCKET);
    await until('hundreds are served', async () => served(held) >= 500);
    await expectHealthy(place, processes);
    expect(served(held)).toBeGreaterThanOrEqual(500);
    held.forEach(({ socket }) => socket.destroy());
  });

  test('by connections that say nothing: 3000', async () => {
    await place.start();
    const processes = place.container.processes();
    const held = hold(place.port, 3000, '');
    await expectHealthy(place, processes);
    held.forEach(({ socket }) => socket.destroy());
  });
});

describeProxies('more TCP clients than its limit', (place) => {
  test('wait or are refused, while its health is answered', async () => {
    await place.start({ kind: 'tcp', maxClients: 20 });
    const processes = place.container.processes();
    const held = hold(place.port, 60, WEBSOCKET);
    await until('20 are served', async () => served(held) === 20);
    await expectHealthy(place, processes);
    expect(served(held)).toBe(20);
    held.forEach(({ socket }) => socket.destroy());
  });
}, 'ambassador');
