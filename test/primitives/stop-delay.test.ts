import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, KubernetesVersion } from '../../src';
import { IMAGE, KINDS, newChart, podSpecOf } from '../support/workloads';

function preStopOf(seconds: number, version?: string): unknown {
  const chart = newChart();
  if (version) {
    KubernetesVersion.of(version).applyTo(chart);
  }
  new AppContainer(KINDS.Deployment(chart) as kplus.Deployment, 'App', { image: IMAGE, stopDelay: Duration.seconds(seconds) });
  return podSpecOf(chart).containers[0].lifecycle?.preStop;
}

test.each([undefined, '1.30', '1.33', '1.37'])('for Kubernetes %s an app is kept for the time of its delay', (version) => {
  expect(preStopOf(7, version)).toEqual({ sleep: { seconds: 7 } });
});

test.each([undefined, '1.33', '1.37'])('for Kubernetes %s a delay of zero is written, so that a template has one place for all environments', (version) => {
  expect(preStopOf(0, version)).toEqual({ sleep: { seconds: 0 } });
});

test.each(['1.28', '1.29', '1.30', '1.32'])('for Kubernetes %s a delay of zero is left out, because the server refuses it', (version) => {
  expect(preStopOf(0, version)).toBeUndefined();
});

test.each(['1.28', '1.29'])('fails when Kubernetes %s cannot delay', (version) => {
  expect(() => preStopOf(7, version)).toThrow('stopDelay of \'shop/Web/App\' needs Kubernetes 1.30 or later');
});
