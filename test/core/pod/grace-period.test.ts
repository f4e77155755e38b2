import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { addContainer } from '../../../src/core/pod/pod-editor';
import { PodTimeline, SidecarMode } from '../../../src/index';
import { IMAGE, newChart } from '../../support/workloads';

const sidecar = fc.record({ delay: fc.option(fc.nat(50), { nil: undefined }), native: fc.boolean(), beforeApp: fc.boolean() });

function withSidecars(sidecars: { delay?: number; native: boolean; beforeApp: boolean }[], props: kplus.PodProps = {}): kplus.Pod {
  const pod = new kplus.Pod(newChart(), 'Web', { containers: [{ image: IMAGE, name: 'web' }], ...props });
  sidecars.forEach(({ delay, native, beforeApp }, index) => addContainer(new Construct(pod, `S${index}`), 'sidecar', {
    name: `s${index}`, image: IMAGE, role: 'script', beforeApp, stopDelay: delay === undefined ? undefined : Duration.seconds(delay + 0.5),
  }, native ? SidecarMode.NATIVE : SidecarMode.CLASSIC));
  return pod;
}

test('the grace period is as long as the timeline of the pod needs, whatever stops in which order', () => {
  fc.assert(fc.property(fc.array(sidecar, { maxLength: 9 }), (sidecars) => {
    const { fits, neededGracePeriod, gracePeriod } = PodTimeline.of(withSidecars(sidecars));
    expect([fits, neededGracePeriod.toSeconds(), gracePeriod.toSeconds()]).toEqual([true, expect.any(Number), expect.any(Number)]);
  }));
});

test('a grace period that the user has given is left as it is', () => {
  fc.assert(fc.property(fc.array(sidecar, { maxLength: 9 }), (sidecars) => {
    const pod = withSidecars(sidecars, { terminationGracePeriod: Duration.seconds(52) });
    expect(PodTimeline.of(pod).gracePeriod.toSeconds()).toBe(52);
  }));
});
