import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { MonitorOptions, ScrapedPort } from './scraped-port';
import { metadataBeside } from '../core/objects/namespace';
import { objectMetadata } from '../core/objects/object-metadata';
import { labelsOf } from '../core/objects/reaches';
import { annotate, podOf } from '../core/pod/pod-editor';
import { at } from '../core/values/errors';
import { checkDuration } from '../core/values/quantities';

/** The label of a Service that its ServiceMonitor looks for. */
const SERVICE_LABEL = 'cdk8s-pod-patterns/metrics';

export function annotateForScraping(owner: Construct, { port, path }: ScrapedPort): void {
  annotate(owner, {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(port),
    'prometheus.io/path': path,
  }, 'a pod has them for one port only: use Scraping.podMonitor() or Scraping.serviceMonitor() for the others');
}

export function monitorPods(owner: Construct, port: ScrapedPort, options: MonitorOptions): void {
  new ApiObject(owner, 'PodMonitor', {
    ...toHead(owner, 'PodMonitor', options),
    spec: {
      selector: { matchLabels: addressOf(podOf(owner)) },
      ...toLimit(owner, options),
      podMetricsEndpoints: [toEndpoint(owner, port.portName, port, options)],
    },
  });
}

export function monitorService(owner: Construct, port: ScrapedPort, options: MonitorOptions): void {
  const service = new kplus.Service(owner, 'MetricsService', {
    selector: podOf(owner),
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    metadata: objectMetadata(owner, 'Service', metadataBeside(podOf(owner), options.name)),
    ports: [{ name: 'metrics', port: port.port, targetPort: port.port }],
  });
  service.metadata.addLabel(SERVICE_LABEL, service.name);
  new ApiObject(owner, 'ServiceMonitor', {
    ...toHead(owner, 'ServiceMonitor', options),
    spec: {
      selector: { matchLabels: { [SERVICE_LABEL]: service.name } },
      ...toLimit(owner, options),
      endpoints: [toEndpoint(owner, 'metrics', port, options)],
    },
  });
}

/** Without a namespace selector, monitors look for pods and Services in their own namespace. */
function toHead(owner: Construct, kind: string, { name, labels }: MonitorOptions) {
  const metadata = objectMetadata(owner, kind, { ...metadataBeside(podOf(owner), name), labels });
  return { apiVersion: 'monitoring.coreos.com/v1', kind, metadata };
}

function addressOf(pod: kplus.AbstractPod): { [name: string]: string } {
  return labelsOf(pod.toPodSelectorConfig().labelSelector);
}

function toEndpoint(owner: Construct, port: string, { path }: ScrapedPort, { interval, timeout }: MonitorOptions) {
  checkDuration('interval', interval, owner);
  checkDuration('timeout', timeout, owner);
  if (interval && timeout && timeout.toMilliseconds() > interval.toMilliseconds()) {
    throw new Error(`timeout of ${text(timeout)} in ${at(owner)} is longer than the interval of ${text(interval)}, which Prometheus refuses:`
      + ' make it shorter');
  }
  return {
    port,
    path,
    ...interval ? { interval: text(interval) } : {},
    ...timeout ? { scrapeTimeout: text(timeout) } : {},
  };
}

function toLimit(owner: Construct, { sampleLimit }: MonitorOptions): { sampleLimit?: number } {
  if (sampleLimit !== undefined && !(Number.isSafeInteger(sampleLimit) && sampleLimit > 0)) {
    throw new Error(`sampleLimit ${sampleLimit} in ${at(owner)} is not valid: use a whole number from 1, or leave it out`);
  }
  return sampleLimit === undefined ? {} : { sampleLimit };
}

function text(duration: Duration): string {
  return `${duration.toMilliseconds()}ms`;
}
