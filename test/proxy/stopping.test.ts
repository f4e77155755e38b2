import { Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AllowedPeer, AmbassadorProxy, KubernetesVersion, LogShipper, LogSidecar, MutualTls, ReverseProxy, Sidecar, SidecarMode, TlsCertificate, Upstream,
} from '../../src';
import { containerOf, newChart, podSpecOf } from '../support/workloads';

type Step = (web: kplus.Deployment) => void;

const proxy: Step = (web) => void new ReverseProxy(web, 'Proxy', { serviceElsewhere: true });
const mutualTls: Step = (web) => void new MutualTls(web, 'Tls', {
  serviceElsewhere: true,
  certificate: TlsCertificate.certManager({ issuer: 'internal', dnsNames: ['web.shop.svc'] }),
  allowedPeers: [AllowedPeer.dnsName('orders.shop.svc')],
});
const calls = (drain?: Duration): Step => (web) => void new AmbassadorProxy(web, 'Calls', { upstreams: [Upstream.http({ host: 'api' })], stopDelay: drain });
const logs = (shipper: LogShipper): Step => (web) => void new LogSidecar(web, 'Calls', { logFiles: ['/var/log/app.log'], shipper });

/** A pod with classic sidecars that are created in this order. */
function pod(steps: Step[], props: kplus.DeploymentProps = {}, prepare: (chart: Chart) => void = () => {}): any {
  const chart = newChart();
  prepare(chart);
  SidecarMode.CLASSIC.applyTo(chart);
  const web = new kplus.Deployment(chart, 'Web', { containers: [{ name: 'app', image: 'web:1.0', ports: [{ number: 3000 }] }], ...props });
  steps.forEach((step) => step(web));
  return podSpecOf(chart);
}

const secondsOf = (spec: any, name = 'calls') => containerOf(spec, name).lifecycle?.preStop.sleep?.seconds;

describe('a classic sidecar of an app that receives SIGTERM after the proxy in front of it', () => {
  test.each<[string, Step[]]>([
    ['before', [calls(), proxy]], ['after', [proxy, calls()]], ['before mutual TLS', [calls(), mutualTls]], ['after mutual TLS', [mutualTls, calls()]],
  ])('as an ambassador counts its drain from then, created %s', (_, steps) => {
    const spec = pod(steps);
    expect([secondsOf(spec, 'app'), secondsOf(spec), spec.terminationGracePeriodSeconds]).toEqual([15, 30, 35]);
  });

  test('counts the drain that it was given from then', () => {
    const spec = pod([calls(Duration.seconds(20)), proxy]);
    expect([secondsOf(spec), spec.terminationGracePeriodSeconds]).toEqual([35, 40]);
  });

  test.each<[string, LogShipper, number]>([['fluent-bit', LogShipper.fluentBit(), 20], ['stream', LogShipper.stream(), 15]])(
    'as a log sidecar goes on until then and a while: %s', (_, shipper, seconds) => {
      expect([[proxy, logs(shipper)], [logs(shipper), proxy]].map((steps) => secondsOf(pod(steps)))).toEqual([seconds, seconds]);
    });

  test('goes on until then, whatever it is', () => {
    const own: Step = (web) => void new Sidecar(web, 'Calls', { image: 'busybox:1.36.1' });
    expect(secondsOf(pod([own, proxy]))).toBe(15);
    expect(containerOf(pod([own]), 'calls').lifecycle).toBeUndefined();
  });

  test('leaves what the proxy does to stop as it is', () => {
    expect(secondsOf(pod([mutualTls, calls()]), 'tls')).toBe(5);
  });

  test('takes what there is in a grace period that was set', () => {
    const seconds = (grace: number) => {
      const spec = pod([calls(), proxy], { terminationGracePeriod: Duration.seconds(grace) });
      return [secondsOf(spec), spec.terminationGracePeriodSeconds];
    };
    expect([20, 25, 60].map(seconds)).toEqual([[17, 20], [20, 25], [30, 60]]);
  });

  test('without a proxy takes half of a short grace period, and none of one that is too short', () => {
    const seconds = (grace: number) => secondsOf(pod([calls()], { terminationGracePeriod: Duration.seconds(grace) }));
    expect([10, 8, 2, 1].map(seconds)).toEqual([5, 4, 1, undefined]);
  });

  test('stops at once before Kubernetes 1.30', () => {
    const spec = pod([calls(), proxy], {}, (chart) => KubernetesVersion.of('1.29').applyTo(chart));
    expect(containerOf(spec, 'calls').lifecycle).toBeUndefined();
  });
});
