import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { AppContainer, InitStep, Sidecar, SidecarMode } from '../../src';
import { app, objects } from './support/objects';

describe('sidecars', () => {
  const withSidecars = (pod: kplus.AbstractPod) => {
    const resources = (millis: number, mebibytes: number): kplus.ContainerResources => (
      { cpu: { request: kplus.Cpu.millis(millis) }, memory: { request: Size.mebibytes(mebibytes) } });
    new Sidecar(pod, 'One', app(undefined, { resources: resources(100, 32) }));
    new Sidecar(pod, 'Two', app(undefined, { resources: resources(50, 0.5), sidecarMode: SidecarMode.CLASSIC }));
    new InitStep(pod, 'Setup', app(undefined, { resources: resources(4000, 4000) }));
    new AppContainer(pod, 'App', app(undefined, { resources: resources(300, 128) }));
  };

  test('may request their share', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 50, memoryPercent: 26 } }, withSidecars)).not.toThrow();
  });

  test('fail when they request more, with their names', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 49 } }, withSidecars)).toThrow("sidecars of 'shop/Web/Rollout' request 50 % of the 300m of cpu that"
      + " 'app' requests, but sidecarBudget.cpuPercent is 49: 'one' 100m, 'two' 50m: make them smaller, give the app more, or raise the budget");
    expect(() => objects({ sidecarBudget: { memoryPercent: 25 } }, withSidecars)).toThrow("'one' 32Mi, 'two' 512Ki");
  });

  test('fail when the app requests nothing to measure them by', () => {
    expect(() => objects({ sidecarBudget: { cpuPercent: 49 } }, (pod) => new AppContainer(pod, 'App', app(undefined, { resources: {} }))))
      .toThrow("container 'app' requests no cpu: give it a request");
  });
});
