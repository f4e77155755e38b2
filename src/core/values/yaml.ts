import { Yaml } from 'cdk8s';
import { remembered } from './remembered';

/** Data as YAML, without what is undefined, and without anchors for what is there twice. */
export function toYamlText(data: unknown): string {
  return ofJson(JSON.stringify(data));
}

const ofJson = remembered((json) => Yaml.stringify(JSON.parse(json)));
