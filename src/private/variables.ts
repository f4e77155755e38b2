import * as kplus from 'cdk8s-plus-28';
import { literal } from './container-plan';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Sets environment variables of a container that has none of these names yet. */
export function provideVariables(container: kplus.Container, variables: { [name: string]: string }): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!NAME.test(name)) {
      throw new Error(`environment variable '${name}' for container '${container.name}' is no name: use letters, digits and '_'`);
    }
    if (container.env.variables[name]) {
      throw new Error(`environment variable '${name}' of container '${container.name}' is already set: remove it there or name another one`);
    }
    container.env.addVariable(name, kplus.EnvValue.fromValue(value));
  }
}

/** A value from a user for a variable of ours, as it is. */
export function plainVariable(value: string): kplus.EnvValue {
  return kplus.EnvValue.fromValue(literal(value));
}
