import { Duration } from 'cdk8s';
import { memoized } from '../../core/values/memoized';
import { milliseconds } from '../../core/values/quantities';

/** Folder of the configuration in the container. */
export const ENVOY_CONFIG = '/etc/envoy';

/** A value of Envoy's configuration, which is written as JSON: a string of a user has nothing to escape from. */
export type Json = string | number | boolean | undefined | Json[] | Section;

/** A part of the configuration; what is undefined is left out. */
export interface Section {
  readonly [key: string]: Json;
}

/** The only place that writes a configuration of Envoy. */
export function toJson(config: Section): string {
  return indented(JSON.stringify(config));
}

const indented = memoized((json) => `${JSON.stringify(JSON.parse(json), undefined, 2)}\n`);

/** A filter, logger or other extension, which names the message that its configuration is. */
export function extension(name: string, message: string, config: Section = {}): Section {
  return { name, typed_config: typed(message, config) };
}

export function typed(message: string, config: Section = {}): Section {
  return { '@type': `type.googleapis.com/${message}`, ...config };
}

/** A duration in the JSON form of protocol buffers. */
export function seconds(duration: Duration): string {
  return `${milliseconds(duration) / 1000}s`;
}

export function socketAddress(address: string, port: number): Section {
  return { socket_address: { address: address.replace(/^\[|\]$/g, ''), port_value: port } };
}
