import { IConstruct } from 'constructs';
import { Setting } from './setting';

/**
 * Values that look like secrets but are not.
 *
 * Patterns refuse passwords, tokens and keys in plain text, in environment variables, words of commands, headers and files, because
 * everybody who can read the manifest could read them. Use this class for values that are not secret in spite of their names.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import { PublicValues } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * PublicValues.of(['DEMO_PASSWORD', '--token']).applyTo(chart);
 */
export class PublicValues {
  /**
   * Names, as they are written, of environment variables, of options with their dashes, of headers and of files, or words of a command.
   */
  public static of(names: string[]): PublicValues {
    return new PublicValues(names);
  }

  /**
   * @internal
   */
  public static _for(construct: IConstruct): string[] {
    return setting.read(construct);
  }

  private constructor(private readonly names: string[]) {}

  /**
   * Makes these the public values of everything below a scope. The nearest scope wins.
   *
   * @param scope an app, a chart or a workload, before patterns are created in it
   * @throws if a pattern below the scope has been refused already
   */
  public applyTo(scope: IConstruct): void {
    setting.applyTo(scope, this.names);
  }
}

const setting = new Setting<string[]>('public values', []);
