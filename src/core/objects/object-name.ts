import { ApiObject, Chart } from 'cdk8s';
import { hasNameHashes } from './reaches';

/** Of characters that names may have, and short enough for a hash behind it: cdk8s changes little of such a path. */
const USUAL_PATH = /^(?=.{1,54}$)[-a-z0-9]+(\/[-a-z0-9]+)+$/;

/** The name that its chart gives an object. In cdk8s, this takes longer than all else that creates a ConfigMap. */
export function objectName(object: ApiObject): string {
  const { chart, node } = object;
  const path = node.path.toLocaleLowerCase();
  if (chart.generateObjectName !== Chart.prototype.generateObjectName || process.env.CDK8S_LEGACY_HASH || !USUAL_PATH.test(path)) {
    return chart.generateObjectName(object);
  }
  const parts = path.split('/');
  if (hasNameHashes(chart)) {
    parts.push(node.addr.slice(0, 8));
  }
  return parts.filter((part, index) => part !== parts[index + 1]).join('-').split('-').filter(isKept).join('-');
}

function isKept(word: string): boolean {
  return word !== '' && word !== 'default' && word !== 'resource';
}
