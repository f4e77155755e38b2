import * as path from 'node:path';
import { Rendered } from './adapter';
import { Container } from './busybox';
import { Finished, Program } from '../../support/programs';
import { eventually } from '../../support/waiting';

const FOLDER = '/etc/json-exporter';

/** The JSON exporter and the script in front of it, in a folder that takes the place of the one in the container. */
export class JsonPage {
  private readonly container: Container;

  constructor(busybox: Program, private readonly program: Program, private readonly rendered: Rendered) {
    this.container = new Container(busybox);
    this.container.addApplet('wget');
    Object.entries(rendered.files).forEach(([name, text]) => this.container.write(name, text));
  }

  private get args(): string[] {
    return this.rendered.container.args.map((arg: string) => arg.replace('/bin/json_exporter', this.program.file).replace(FOLDER, this.container.folder));
  }

  /** What the program says of its configuration. */
  public check(): Finished {
    return this.program.run([...this.args.slice(1), '--config.check']);
  }

  public async ready(): Promise<void> {
    const [shell, script] = this.rendered.container.command;
    expect(shell).toBe('sh');
    this.container.start([path.join(this.container.folder, path.basename(script)), ...this.args], this.rendered.env);
    const { path: health } = this.rendered.container.livenessProbe.httpGet;
    await eventually(() => this.get(health).then(({ status }) => status === 200, () => false), () => `the page to answer; ${this.container.errors}`);
  }

  public get(page: string, options?: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.rendered.container.ports[0].containerPort}${page}`, options);
  }

  public remove(): Promise<void> {
    return this.container.remove();
  }
}
