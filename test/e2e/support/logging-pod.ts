import { Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { appIn, Mode } from './examples';
import { LogShipper, ResourceProfile, SidecarLoggedApp, WorkloadKind } from '../../../src';

export const BUSYBOX = 'busybox:1.36.1';

/** Small enough for many pods at a time on a small node. */
export const TINY = requestingLittle(500, 64);

function requestingLittle(millis: number, mebibytes: number): kplus.ContainerResources {
  return {
    cpu: { request: kplus.Cpu.millis(20), limit: kplus.Cpu.millis(millis) },
    memory: { request: Size.mebibytes(32), limit: Size.mebibytes(mebibytes) },
  };
}

/** The limits of the library's own profile, with small requests. */
const PROFILE = ResourceProfile.of({ app: TINY, logStream: requestingLittle(200, 64), agent: requestingLittle(500, 256) });

/** A chart for pods of a test. */
export function chartIn(mode: Mode, id: string): Chart {
  const chart = new Chart(appIn(mode), id, { disableResourceNameHashes: true });
  PROFILE.applyTo(chart);
  return chart;
}

/** A pod whose container 'app' runs a script that logs to /logs/app.log, and whose container 'logs' ships it. */
export function loggingPod(chart: Chart, name: string, script: string, shipper: LogShipper): SidecarLoggedApp {
  return new SidecarLoggedApp(chart, name, {
    workload: WorkloadKind.pod({ metadata: { name } }),
    image: BUSYBOX,
    command: ['sh', '-c', script],
    logFiles: ['/logs/app.log'],
    shipper,
  });
}

export const LINES = 20_000;
export const RENAMES = 5;

/**
 * Writes LINES numbered lines in bursts of 100 and renames the file RENAMES times, to app.log.1 and so on. As with most
 * programs, the writer notices a renaming late: one more burst goes into the renamed file. It waits between two bursts,
 * but not around a renaming. Renaming N waits for the file /logs/go-on.N.
 *
 * @param pause seconds between two bursts
 * @param waiting the first renaming that waits
 */
export function rotatingWriter(pause: number, waiting: number): string {
  return `trap exit TERM
burst() {
  end=$((i + 100))
  while [ $i -lt $end ]; do
    i=$((i + 1))
    echo "line $i of ${LINES}"
  done >&3
}
write_up_to() {
  exec 3>>/logs/app.log
  burst
  while [ $i -lt $1 ]; do
    sleep ${pause} & wait $!
    burst
  done
}
i=0
for part in $(seq ${RENAMES}); do
  write_up_to $((part * ${LINES} / ${RENAMES + 1}))
  until [ $part -lt ${waiting} ] || [ -e /logs/go-on.$part ]; do sleep 0.2 & wait $!; done
  burst
  mv /logs/app.log /logs/app.log.$part
  burst
done
write_up_to ${LINES}
while true; do sleep 3600 & wait $!; done
`;
}

/** A line that is written before a renaming and behind the one before. */
export function lineBefore(renaming: number): number {
  return Math.floor(renaming * LINES / (RENAMES + 1));
}

/** The numbers of the lines of a rotating writer, in their order. */
export function lineNumbers(text: Buffer | string): number[] {
  return Array.from(text.toString().matchAll(new RegExp(`\\bline (\\d+) of ${LINES}\\b`, 'g')), ([, number]) => Number(number));
}
