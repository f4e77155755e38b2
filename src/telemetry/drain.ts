import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { scripts } from '../core/objects/scripts';
import { lengthenGracePeriod } from '../core/pod/grace-period';
import { podOf } from '../core/pod/pod-editor';
import { runScript } from '../core/pod/script-container';
import { gracePeriodOf } from '../core/pod/stop-times';
import { plainVariables } from '../core/pod/variables';
import { wholeSeconds } from '../core/values/quantities';
import { addSidecar } from '../primitives/pattern-container';
import { SidecarOptions } from '../primitives/sidecar-options';

/** Seconds that the last scrape may come late. */
const WARM_UP = 7;

/**
 * A sidecar behind the Collector, which receives SIGTERM after the app and lets the Collector be told only when its queues
 * are empty. The Collector itself would stop with what is in them, and its image has no shell to wait in.
 *
 * @param scrapeInterval longest time between two scrapes, where something is scraped: what the app has counted last is waited for
 */
export function drainBefore(collector: Construct, options: SidecarOptions, metricsPort: number, scrapeInterval?: Duration): void {
  const interval = scrapeInterval && wholeSeconds(scrapeInterval);
  const owner = new Construct(collector, 'Drain');
  addSidecar(owner, options, runScript(owner, {
    scripts: scripts('telemetry', 'drain.sh'),
    env: plainVariables({ METRICS_URL: `http://127.0.0.1:${metricsPort}/metrics`, SCRAPE_INTERVAL: interval?.toString() }),
  }));
  if (interval !== undefined) {
    const pod = podOf(collector);
    lengthenGracePeriod(pod, gracePeriodOf(pod) + interval + WARM_UP);
  }
}
