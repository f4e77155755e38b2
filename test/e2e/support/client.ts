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

/** Requests that go on until the test has seen enough. */
export interface Load {
  /** Ends it, and says how each request ended, by the number in its path. */
  stop(): Promise<string[]>;
}

/** Sends requests for `/load/1`, `/load/2` and so on at a steady rate, each by a connection of its own, one after the other. */
export async function startLoad(namespace: Namespace, url: string, perSecond: number): Promise<Load> {
  const script = `rm -f /tmp/enough; i=0; until [ -e /tmp/enough ]; do
    curl --silent --max-time 10 --rate ${perSecond}/s --header 'Connection: close' --output /dev/null --write-out '%{http_code} %{exitcode} %{errormsg}\n' \
      "${url}/load/[$((i + 1))-$((i + ${perSecond}))]" || true
    i=$((i + ${perSecond}))
  done`;
  const running = namespace.exec('client', 'curl', script);
  running.catch(() => {}); // whoever stops it is told
  return {
    stop: async () => {
      await namespace.exec('client', 'curl', 'touch /tmp/enough');
      return (await running).toString().split('\n').filter(Boolean).map((line) => line.trim());
    },
  };
}
