import { Yaml } from 'cdk8s';
import { memoized } from './memoized';

/** Data as YAML, without what is undefined, and without anchors for what is there twice. */
export function toYamlText(data: unknown): string {
  return ofJson(JSON.stringify(data));
}

const ofJson = memoized((json) => Yaml.stringify(JSON.parse(json)));
