import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MonitorProps } from './monitor-props';
import { scripts } from '../core/objects/scripts';
import { ProgramPlan } from '../core/pod/container-plan';
import { freePort, freePortName, podOf } from '../core/pod/pod-editor';
import { runByScript } from '../core/pod/script-container';
import { plainVariables } from '../core/pod/variables';
import { addSidecar } from '../primitives/pattern-container';
import { SidecarOptions } from '../primitives/sidecar-options';

/** Folder of the file of metrics, which must be writable for who writes it. */
export const METRICS_FOLDER = '/metrics';

export const METRICS_PATH = '/metrics';

export const METRICS_FILE = plainVariables({ METRICS_FILE: `${METRICS_FOLDER}/metrics.prom` });

/** Adds a sidecar that serves the metrics which its program, or another container, writes to METRICS_FILE. */
export function addMetricsServer(
  owner: Construct,
  options: SidecarOptions,
  plan: ProgramPlan,
  props: Pick<MonitorProps, 'metricsPort' | 'scraping'>,
): { readonly container: kplus.Container; readonly metricsPort: number } {
  const pod = podOf(owner);
  const metricsPort = props.metricsPort ?? freePort(pod, 9199);
  const portName = freePortName(pod, 'metrics');
  const container = addSidecar(owner, options, {
    ...runByScript(plan, scripts('programs', 'serve-metrics.sh', 'answer-metrics.sh')),
    env: { ...plan.env, ...METRICS_FILE, ...plainVariables({ METRICS_PORT: `${metricsPort}`, METRICS_PATH }) },
    ports: [{ number: metricsPort, name: portName }],
  });
  props.scraping?._apply(owner, { port: metricsPort, portName, path: METRICS_PATH });
  return { container, metricsPort };
}
