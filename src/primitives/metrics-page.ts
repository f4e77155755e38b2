import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { ScrapeTarget } from './scrape-target';
import type { Scraping } from './scraping';
import { checkSamePod } from '../core/pod/client';
import { Carried } from '../core/values/carried';
import { at } from '../core/values/errors';

/** Where the program of a container serves its metrics, or why it does not and what to do. */
export type MetricsPage = Page | { readonly none: string };

interface Page {
  readonly port: number;
  readonly path: string;
}

/** Has the metrics of a container scraped, if anybody asks for it. */
export function scrape(owner: Construct, container: kplus.Container, metrics: MetricsPage, scraping?: Scraping): void {
  if (scraping) {
    const page = served(owner, metrics);
    scraping._apply(owner, { ...page, portName: container.ports.find(({ number }) => number === page.port)!.name! });
  }
}

/** The construct that serves it, if it is one of this library. */
const servers = new Carried<Construct>('server');

export function toScrapeTarget(owner: Construct, metrics: MetricsPage): ScrapeTarget {
  const { port, path } = served(owner, metrics);
  const target = { port, path };
  servers.of(target, () => owner);
  return target;
}

/** Fails for a page in another pod than that of who reads it. */
export function checkScrapeTarget(reader: Construct, target: ScrapeTarget): void {
  const server = servers.find(target);
  if (server) {
    checkSamePod(reader, server, `scrape target at port ${target.port}`);
  }
}

function served(owner: Construct, metrics: MetricsPage): Page {
  if ('none' in metrics) {
    throw new Error(`${at(owner)} has no metrics that could be scraped: ${metrics.none}`);
  }
  return metrics;
}
