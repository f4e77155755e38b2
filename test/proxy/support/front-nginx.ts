import { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { EchoApp } from './echo-app';
import { moveInto } from './nginx-config';
import { render } from './rendered';
import { NginxReverseProxyOptions, ReverseProxyProgram, ReverseProxyProps } from '../../../src';
import { describeNginx, NginxFolder } from '../../support/nginx';
import { Program } from '../../support/programs';
import { newChart } from '../../support/workloads';

/** An app, and the nginx that a test starts in front of it. */
export class FrontNginx {
  public app!: EchoApp;
  public nginx!: NginxFolder;
  private appPort = 0;

  constructor(private readonly program: Program) {}

  public async open(): Promise<void> {
    this.nginx = new NginxFolder(this.program);
    this.app = new EchoApp();
    this.appPort = await this.app.start();
  }

  public async close(): Promise<void> {
    await this.nginx.remove();
    await this.app.stop();
  }

  public async start(props: ReverseProxyProps = {}, options: NginxReverseProxyOptions = {}, chart = newChart()): Promise<void> {
    const { config } = render({ appPort: this.appPort, program: ReverseProxyProgram.nginx(options), ...props }, chart);
    await this.nginx.start(moveInto(this.nginx, config));
  }

  /** The headers of a request as they reach the app. */
  public async asked(headers: OutgoingHttpHeaders = {}): Promise<IncomingHttpHeaders> {
    await this.nginx.get('/', headers);
    return this.app.asked.at(-1)!.headers;
  }
}

/** Tests that have an app each; left out where nginx is not installed. */
export function describeFrontNginx(name: string, tests: (front: FrontNginx) => void): void {
  describeNginx(name, (program) => {
    const front = new FrontNginx(program);
    beforeEach(() => front.open());
    afterEach(() => front.close());
    tests(front);
  });
}
