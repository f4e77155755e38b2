import { IncomingHttpHeaders } from 'node:http';
import { Chart } from 'cdk8s';
import { EchoApp } from './echo-app';
import { FrontEnvoy } from './envoy';
import { EnvoyReverseProxyOptions, ReverseProxyProps } from '../../../src';
import { describeProgram, Program } from '../../support/programs';
import { newChart } from '../../support/workloads';

/** An app, and the Envoy that a test starts in front of it. */
export class Front {
  public app = new EchoApp();
  public appPort = 0;
  public envoy!: FrontEnvoy;

  constructor(private readonly program: Program) {}

  public async open(): Promise<void> {
    this.app = new EchoApp();
    this.appPort = await this.app.start();
  }

  public async close(): Promise<void> {
    await this.envoy.stop();
    await this.app.stop();
  }

  public async start(props: ReverseProxyProps = {}, options: EnvoyReverseProxyOptions = {}, chart: Chart = newChart()): Promise<void> {
    this.envoy = await FrontEnvoy.start(this.program, { appPort: this.appPort, ...props }, options, chart);
  }

  /** The headers of a request as they reach the app. */
  public async asked(headers = {}): Promise<IncomingHttpHeaders> {
    await this.envoy.get('/', headers);
    return this.app.asked.at(-1)!.headers;
  }
}

/** Tests that have an app each; left out where Envoy is not installed. */
export function describeFront(name: string, tests: (front: Front) => void): void {
  describeProgram('envoy', name, (program) => {
    const front = new Front(program);
    beforeEach(() => front.open());
    afterEach(() => front.close());
    tests(front);
  });
}
