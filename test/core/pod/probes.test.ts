import { Chart, Testing } from 'cdk8s';
import { LogShipper, LogSidecar } from '../../../src';
import { PODS } from '../../support/every-program';
import { newDeployment, podSpecOf } from '../../support/workloads';

const PROBES = ['livenessProbe', 'readinessProbe'];

/** The probes of all containers that can end the work of one, with the container's name. */
function probesOf({ initContainers = [], containers }: any): [string, any][] {
  return [...initContainers, ...containers].flatMap((container: any) => (
    PROBES.filter((name) => container[name]).map((name): [string, any] => [`${container.name} ${name}`, container[name]])));
}

function fluentBit(): any {
  const web = newDeployment();
  new LogSidecar(web, 'FluentBit', { logFiles: ['/logs/*.log'], shipper: LogShipper.fluentBit() });
  return podSpecOf(Chart.of(web));
}

test('no program is restarted or taken out of service for an answer that takes more than a second', () => {
  const specs = Object.values(PODS).flatMap((addTo) => {
    const chart = Testing.chart();
    addTo(chart);
    return chart.toJson().filter(({ kind }) => kind === 'Pod').map(({ spec }) => spec);
  });
  const probes = [...specs, fluentBit()].flatMap(probesOf);
  expect(probes.length).toBeGreaterThan(20);
  expect(probes.filter(([, { timeoutSeconds }]) => timeoutSeconds !== 10).map(([name]) => name)).toEqual([]);
});
