import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { TINY } from './logging-pod';
import { Namespace } from './namespace';
import { AppContainer, SecurityBaseline } from '../../../src';

/** A pod with curl from which a test asks for things. */
export class Client extends Chart {
  public static async start(namespace: Namespace, scope: Construct): Promise<void> {
    await namespace.apply(new Client(scope));
    await namespace.ready('client');
  }

  private constructor(scope: Construct) {
    super(scope, 'client', { disableResourceNameHashes: true });
    const pod = new kplus.Pod(this, 'Pod', { metadata: { name: 'client' } });
    new AppContainer(pod, 'Curl', {
      image: 'curlimages/curl:8.16.0',
      command: ['sleep', '86400'],
      security: SecurityBaseline.restricted({ user: 100 }),
      resources: TINY,
      writablePaths: ['/tmp'],
    });
  }
}

/** What curl prints for a URL, with its headers before it. */
export async function curl(namespace: Namespace, args: string): Promise<string> {
  return (await namespace.exec('client', 'curl', `curl --silent --show-error --max-time 20 ${args}`)).toString().replace(/\r/g, '');
}

/** Waits until a URL answers: the cluster leads a Service to a pod some moments after it is Ready. */
export async function answers(namespace: Namespace, url: string): Promise<void> {
  await namespace.until(`${url} answers`, async () => {
    await curl(namespace, `--insecure --fail --output /dev/null '${url}'`);
    return true;
  });
}

/** How many requests came to which end. */
export type Outcome = { [ending: string]: number };

/**
 * Sends requests one after the other at a steady rate.
 *
 * @param reuse whether it keeps its connection as long as it can
 */
export async function load(namespace: Namespace, url: string, perSecond: number, seconds: number, reuse: boolean): Promise<Outcome> {
  const options = `--rate ${perSecond}/s --max-time 10 ${reuse ? '' : '--header "Connection: close"'}`;
  const format = '%{http_code} %{exitcode} %{errormsg}\\n';
  const script = `curl --silent ${options} --output /dev/null --write-out '${format}' '${url}?${reuse ? 'kept' : 'fresh'}=[1-${perSecond * seconds}]' || true`;
  const outcome: Outcome = {};
  for (const line of (await namespace.exec('client', 'curl', script)).toString().split('\n').filter(Boolean)) {
    outcome[line.trim()] = (outcome[line.trim()] ?? 0) + 1;
  }
  return outcome;
}
