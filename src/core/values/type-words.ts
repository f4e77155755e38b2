import type { ArgumentType, ArgumentTypes } from './type-table';

/** Classes of cdk8s, with an example. */
const EXAMPLES: { [fqn: string]: string } = {
  'cdk8s.Duration': 'a Duration, such as Duration.seconds(5)',
  'cdk8s.Size': 'a Size, such as Size.mebibytes(100)',
  'cdk8s.Cron': 'a Cron, such as Cron.daily()',
  'cdk8s-plus-28.SecretValue': 'a key of a Secret, such as { secret, key: \'password\' }',
  'cdk8s-plus-28.ISecret': 'a Secret, such as kplus.Secret.fromSecretName(chart, \'Secret\', \'orders\')',
  'cdk8s-plus-28.EnvValue': 'an EnvValue, such as EnvValue.fromValue(\'text\')',
  'cdk8s-plus-28.Probe': 'a Probe, such as Probe.fromHttpGet(\'/\')',
};

/** A type in words, and the way from a value to it. */
export function typeName(types: ArgumentTypes, type: ArgumentType, value?: unknown): string {
  if (typeof type === 'string') {
    return type === 'string' && typeof value === 'number' ? 'a string, in quotes' : `a ${type}`;
  }
  if ('array' in type) {
    return `a list of ${plural(types, type.array)}${value === undefined || Array.isArray(value) ? '' : ', also for one'}`;
  }
  if ('map' in type) {
    return `an object with ${plural(types, type.map)}`;
  }
  return (value === undefined ? undefined : partOf(types, type.of, value)) ?? className(types, type.of);
}

/** Where the value has what is meant: a pattern its container, an app its workload. */
function partOf(types: ArgumentTypes, fqn: string, value: unknown): string | undefined {
  const part = { Container: 'container', Volume: 'volume', AbstractPod: 'workload', Workload: 'workload', Endpoint: 'endpoint' }[lastPart(fqn)];
  return part && typeof value === 'object' && value !== null && part in value ? `${className(types, fqn)}: pass its '${part}'` : undefined;
}

function className(types: ArgumentTypes, fqn: string): string {
  const name = lastPart(fqn);
  const members = types.enums[fqn] && Object.entries(types.enums[fqn]).map(([member, value]) => `${name}.${member}${typeof value === 'string' ? ` ('${value}')` : ''}`);
  const choices = types.classes[name]?.fqn === fqn ? types.classes[name].choices.map((choice) => `${name}.${choice}`) : [];
  const ways = (members ?? choices.slice(0, 4)).join(', ');
  if (EXAMPLES[fqn]) {
    return EXAMPLES[fqn];
  }
  const kind = types.structs[fqn] || types.foreign[fqn] === 'struct' ? `an object, as ${name} describes it` : `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
  return ways ? `${kind}, such as ${ways}` : kind;
}

function plural(types: ArgumentTypes, type: ArgumentType): string {
  if (typeof type === 'string') {
    return type === 'any' ? 'values' : `${type}s`;
  }
  return 'of' in type && !types.structs[type.of] ? `${lastPart(type.of)} values` : 'of' in type ? `objects, as ${lastPart(type.of)} describes them` : 'lists';
}

/** What a value is, short enough for an error; a text in place of a Secret is not shown. */
export function valueText(value: unknown, type?: ArgumentType): string {
  if (typeof type === 'object' && 'of' in type && ['SecretValue', 'ISecret'].includes(lastPart(type.of)) && typeof value !== 'object') {
    return `a ${typeof value}`;
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    const name = value.constructor?.name;
    return name && name !== 'Object' ? `an object of ${name}` : 'an object';
  }
  return typeof value === 'string' ? `the string ${JSON.stringify(value.slice(0, 60))}` : typeof value === 'function' ? 'a function or class' : `the ${typeof value} ${String(value)}`;
}

/** The name of a class without its package. */
export function lastPart(fqn: string): string {
  return fqn.slice(fqn.lastIndexOf('.') + 1);
}
