import * as fs from 'node:fs';
import { Shell } from '../../init/support/shell';
import { checkMetrics } from '../../metrics/support/promtool';
import { childrenOf, killGroup, stateOf } from '../../support/processes';
import { Program } from '../../support/programs';
import { scriptFile } from '../../support/scripts';
import { eventually } from '../../support/waiting';

/** A script that runs in a folder of its own, with what it has printed so far. */
export class MonitorShell extends Shell {
  public readonly metricsFile = this.file('metrics.prom');
  public ended: Promise<unknown> = Promise.resolve();
  private log = '';
  private pid = 0;
  public stop: () => void = () => {};
  private closeOutput: () => void = () => {};

  /** Starts a script in place of the one before. */
  public monitor(script: string, env: Record<string, string>): void {
    this.stop();
    const { child } = this.start(scriptFile(script), [], { METRICS_FILE: this.metricsFile, ...env });
    this.pid = child.pid!;
    child.stdout.on('data', (data) => { this.log += data; });
    child.stderr.on('data', (data) => { this.log += data; });
    this.stop = () => child.kill('SIGTERM');
    this.closeOutput = () => [child.stdout, child.stderr].forEach((stream) => stream.destroy());
    this.ended = new Promise((resolve) => child.on('exit', resolve));
  }

  /** Does something while the script sleeps between two rounds, the next of which finds it done. */
  public async whileItSleeps(change: () => unknown): Promise<void> {
    const isAsleep = () => stateOf(this.pid) === 'T' && childrenOf(this.pid).some(({ program, state }) => program === 'sleep' && state === 'T');
    let looks = 0;
    await eventually(() => {
      // It goes on for a moment where it was stopped at something else, such as the start of a program, for which a shell waits first.
      const turn = looks++ % 10;
      if (turn === 0) {
        killGroup(this.pid, 'SIGSTOP');
      } else if (turn === 9) {
        killGroup(this.pid, 'SIGCONT');
      }
      return turn > 0 && turn < 9 && isAsleep();
    }, () => 'it to sleep', 50, 20);
    await change();
    killGroup(this.pid, 'SIGCONT');
  }

  /** Lets the script end first, which may be writing. */
  public async remove(): Promise<void> {
    this.stop();
    await this.ended;
    this.closeOutput(); // which a program that sleeps on still has
    super.remove();
  }

  /** The lines so far without their times, once there are so many. */
  public async lines(count: number): Promise<string[]> {
    const lines = () => this.log.split('\n').slice(0, -1);
    await eventually(() => lines().length >= count, () => `${count} lines in ${this.log}`);
    return lines().map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /, ''));
  }

  /** The metrics so far by name and labels, once they pass a test. */
  public async metrics(passes: (metrics: Record<string, string>) => boolean): Promise<Record<string, string>> {
    let metrics: Record<string, string> = {};
    await eventually(() => {
      metrics = parse(fs.existsSync(this.metricsFile) ? fs.readFileSync(this.metricsFile, 'utf8') : '');
      return passes(metrics);
    }, () => `these metrics: ${JSON.stringify(metrics)}`);
    return metrics;
  }

  /** What promtool has to say about the metrics. */
  public checkMetrics(promtool: Program): string {
    return checkMetrics(promtool, fs.readFileSync(this.metricsFile, 'utf8'));
  }
}

function parse(text: string): Record<string, string> {
  return Object.fromEntries(text.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => {
    const [, name, value] = /^(.*) (\S+)$/.exec(line)!;
    return [name, value];
  }));
}

