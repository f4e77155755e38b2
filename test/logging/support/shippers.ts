import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { FluentBitOptions, FluentdOptions, LogShipper, LogSidecar, LogSidecarProps } from '../../../src';
import { configFilesOf, newChart, newDeployment } from '../../support/workloads';

const LOG_FILES = ['/var/log/app/*.log'];

/** A value that only a Secret of the cluster holds. */
export function fromSecret(chart: Chart, key: string): kplus.SecretValue {
  return { secret: secretOf(chart), key };
}

export function secretOf(chart: Chart): kplus.ISecret {
  return (chart.node.tryFindChild('Secret') as kplus.ISecret | undefined) ?? kplus.Secret.fromSecretName(chart, 'Secret', 'logins');
}

/** A chart with a sidecar 'logs' of that shipper beside a container 'main'. */
export function ship(shipper: LogShipper, props: Partial<LogSidecarProps> = {}, workload = newDeployment(newChart())): Chart {
  new LogSidecar(workload, 'Logs', { logFiles: LOG_FILES, shipper, ...props });
  return Chart.of(workload);
}

/** The configuration of Fluent Bit, read as YAML. */
export function fluentBit(options: FluentBitOptions = {}, props: Partial<LogSidecarProps> = {}): any {
  return parse(configFilesOf(ship(LogShipper.fluentBit(options), props))['fluent-bit.yaml']);
}

/** The text of Fluentd's configuration. */
export function fluentd(options: FluentdOptions = {}, props: Partial<LogSidecarProps> = {}): string {
  return configFilesOf(ship(LogShipper.fluentd(options), props))['fluent.conf'];
}
