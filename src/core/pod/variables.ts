import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { literal } from './container-plan';
import { at } from '../values/errors';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What Kubernetes takes: more than programs usually do. */
const LEGAL = /^[-._A-Za-z][-._A-Za-z0-9]*$/;

/** Environment variables as a container takes them. */
export function checkVariables(owner: IConstruct, variables: { [name: string]: kplus.EnvValue } = {}): { [name: string]: kplus.EnvValue } {
  for (const name of Object.keys(variables)) {
    if (!LEGAL.test(name)) {
      throw new Error(`environment variable '${name}' of ${at(owner)} is not a valid name: use letters, digits, '_', '.' and '-', not starting with a digit`);
    }
    if (!(variables[name] instanceof Object)) {
      throw new Error(`environment variable '${name}' of ${at(owner)} is not an EnvValue: use EnvValue.fromValue() or another of its factories`);
    }
  }
  return { ...variables };
}

/** Sets environment variables of a container that has none of these names yet. */
export function provideVariables(container: kplus.Container, variables: { [name: string]: string | kplus.EnvValue }): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!NAME.test(name)) {
      throw new Error(`environment variable '${name}' for container '${container.name}' is not a valid name: use letters, digits and '_'`);
    }
    if (container.env.variables[name]) {
      throw new Error(`environment variable '${name}' of container '${container.name}' is already set: remove it there, or use another name`);
    }
    container.env.addVariable(name, typeof value === 'string' ? kplus.EnvValue.fromValue(value) : value);
  }
}

/** A value from a user for a variable of ours, as it is. */
export function plainVariable(value: string): kplus.EnvValue {
  return kplus.EnvValue.fromValue(literal(value));
}

/** The same for several; what is undefined is left out. */
export function plainVariables(values: { [name: string]: string | undefined }): { [name: string]: kplus.EnvValue } {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, plainVariable(value)]])));
}
