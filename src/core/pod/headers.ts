import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HeaderOptions } from './header-options';
import { secretVariable } from './secrets';
import { plainVariable } from './variables';
import { checkHeader } from '../plain-text/checks';
import { at } from '../values/errors';
import { given } from '../values/given';

/** A header, whose value is an environment variable of the container. */
export interface Header {
  readonly name: string;
  readonly variable: string;
  readonly value: kplus.EnvValue;
}

/**
 * The headers of a program, plain ones first.
 *
 * @param server as errors call it, such as `output 'http'`
 * @param toVariable what the program's configuration does not take as it is, once Kubernetes has expanded it
 */
export function toHeaders(
  owner: Construct, server: string, variables: string, options: HeaderOptions, toVariable = (value: string) => value,
): Header[] {
  const { headers = {}, secretHeaders = {} } = options;
  const plain = (name: string) => plainVariable(toVariable(checkPlain(owner, server, name, headers[name])));
  const all: [string, kplus.EnvValue][] = [
    ...Object.keys(headers).map((name): [string, kplus.EnvValue] => [name, plain(name)]),
    ...Object.keys(secretHeaders).map((name): [string, kplus.EnvValue] => [name, secretVariable(owner, secretHeaders[name])]),
  ];
  const names = all.map(([name]) => name.toLowerCase());
  const wrong = all.find(([name], index) => !/^[A-Za-z0-9_-]+$/.test(name) || names.indexOf(name.toLowerCase()) < index);
  if (wrong) {
    throw new Error(`header '${wrong[0]}' of ${server} in ${at(owner)} is set twice, or has a character other than letters, digits, '-' and '_':`
      + ' rename it or leave it out');
  }
  return all.map(([name, value], index) => ({ name, variable: `${variables}_${index + 1}`, value }));
}

/**
 * Headers as lines of one variable, which curl reads from standard input: in its arguments every process of the node could read them.
 *
 * @param variable what stands in front of the number in the variables of single headers, and gets an `S` for all of them
 */
export function headerLines(
  owner: Construct, server: string, variable: string, number: string, options: HeaderOptions,
): { [name: string]: kplus.EnvValue } {
  const headers = toHeaders(owner, server, `${variable}${number}`, options);
  const lines = headers.map((header) => (header.value.value === '' ? `${header.name};` : `${header.name}: $(${header.variable})`));
  return headers.length === 0 ? {} : {
    ...Object.fromEntries(headers.map((header) => [header.variable, header.value])),
    [`${variable}S${number}`]: kplus.EnvValue.fromValue(lines.join('\n')),
  };
}

function checkPlain(owner: Construct, server: string, name: string, value: string): string {
  const what = `header '${name}' of ${server}`;
  if (typeof given(owner, what, value, 'leave it out') !== 'string') {
    throw new Error(`${what} in ${at(owner)} is not a string: write a string, or put the value into a Secret and use 'secretHeaders'`);
  }
  checkHeader(owner, what, name, value, 'put it into a Secret and name that in \'secretHeaders\'');
  if (!/^[\x20-\x7e]*$/.test(value)) {
    throw new Error(`${what} in ${at(owner)} has a newline or another character that a header cannot contain:`
      + ' use ASCII letters, digits, blanks and punctuation');
  }
  return value;
}
