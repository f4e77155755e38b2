import { Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { addKiller } from './kill';
import { TINY } from './logging-pod';
import { Namespace } from './namespace';
import { received } from './receiver';
import {
  AppContainer, TelemetryCollector, TelemetryCollectorProps, TelemetryExporter, TelemetryPipeline, TelemetryReceiver,
} from '../../../src';

export const CURL = 'curlimages/curl:8.16.0';

/** Puts one span into a request; `$1` is its number. Prints its name when it is acknowledged. */
const SEND = `send() {
  id=$(printf %016x $1)
  span='{"traceId":"0000000000000001'$id'","spanId":"'$id'","name":"span '$1' of '$POD'","kind":1,"startTimeUnixNano":"1","endTimeUnixNano":"2"}'
  curl -sf -m 20 -o /dev/null -H 'Content-Type: application/json' \\
    -d '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"'$OTEL_SERVICE_NAME'"}}]},"scopeSpans":[{"spans":['"$span"']}]}]}' \\
    "$OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces" && echo "span $1 of $POD"
}
`;

/** Sends numbered spans, and goes on for a second after SIGTERM. */
export const SEND_UNTIL_STOPPED = `${SEND}
told=
trap 'told=$i' TERM
i=0
while [ $i -lt $(( \${told:-$i} + 15 )) ]; do
  i=$((i + 1))
  send $i
  sleep 0.05
done
echo "$POD was told to stop at $told and stopped after $i"
`;

/** Sends that many spans and ends, or stays. */
export function sendSpans(count: number, stays: boolean): string {
  return `${SEND}
for i in $(seq ${count}); do
  send $i
done
${stays ? 'trap exit TERM\nwhile true; do sleep 3600 & wait $!; done' : ''}`;
}

/** The spans that a text names, each name as often as it is there. */
export function spansIn(text: Buffer | string): string[] {
  return Array.from(text.toString().matchAll(/span \d+ of [a-z-]+/g), ([name]) => name);
}

/** Waits until all of these spans have come; when they are those of a deleted pod, what it has not sent never comes. */
export function allArrived(namespace: Namespace, sent: string[]): Promise<string[]> {
  return namespace.until('all spans that were acknowledged have come', async () => {
    const came = spansIn(await received(namespace, 'span [0-9]+ of [a-z-]+', 'traces'));
    const missing = sent.filter((name) => !came.includes(name));
    if (missing.length > 0) {
      throw new Error(`${missing.length} of ${sent.length} are missing, such as '${missing[0]}'`);
    }
    return came;
  });
}

/** Before Collector 0.156, a receiver of several kinds of telemetry can be open before the queue of one of them is. */
export const TRACES_ONLY = TelemetryPipeline.traces({
  receivers: [TelemetryReceiver.otlp()], exporters: [TelemetryExporter.otlp({ url: 'http://receiver:4317' })],
});

const SMALL: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(20), limit: kplus.Cpu.millis(1000) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
};

/** A pod whose container 'app' sends spans by curl to its telemetry collector, which delivers them to the receiver. */
export function tracingPod(chart: Chart, name: string, script: string, props: TelemetryCollectorProps = {}, killer = false): kplus.Pod {
  const pod = new kplus.Pod(chart, name, { metadata: { name }, terminationGracePeriod: Duration.seconds(40) });
  const app = addSender(pod, name, script);
  const telemetry = new TelemetryCollector(pod, 'Telemetry', {
    exporters: [TelemetryExporter.otlp({ url: 'http://receiver:4317' })],
    resources: SMALL,
    ...props,
  });
  telemetry.provideTo(app, { serviceName: name });
  if (killer) {
    addKiller({ workload: pod }, 10001);
  }
  return pod;
}

/** A container that sends spans by curl. */
export function addSender(pod: kplus.AbstractPod, name: string, script: string): kplus.Container {
  return new AppContainer(pod, 'App', {
    image: CURL,
    command: ['sh', '-c', script],
    env: { POD: kplus.EnvValue.fromValue(name) },
    resources: TINY,
  }).container;
}
