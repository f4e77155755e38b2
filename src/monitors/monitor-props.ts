import * as kplus from 'cdk8s-plus-28';
import { SidecarMode } from '../core/settings/sidecar-mode';
import { Scraping } from '../primitives/scraping';

/**
 * What every monitor takes.
 */
export interface MonitorProps {
  /**
   * Port that serves the metrics at `/metrics`.
   *
   * @default - 9199, or the next one that no container of the pod has
   */
  readonly metricsPort?: number;

  /**
   * How Prometheus learns of the metrics.
   *
   * @default - not at all
   */
  readonly scraping?: Scraping;

  /**
   * Name of the container, a DNS label.
   *
   * @default - the construct's id in kebab case
   */
  readonly containerName?: string;

  /**
   * Requests and limits, in place of the resource profile's.
   *
   * @default - by role, from the resource profile
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * Native or classic.
   *
   * @default - the mode of the workload, the chart or the app; native where the Kubernetes version has it
   */
  readonly sidecarMode?: SidecarMode;
}
