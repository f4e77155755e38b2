import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { at } from './errors';
import { namespaceOf } from './namespace';

/** A DNS subdomain. */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** What Services are named by. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/**
 * For an object that a construct makes. Of two with one name, the cluster would have the last.
 *
 * @param property how the user gives the name
 */
export function objectMetadata(owner: Construct, kind: string, metadata: ApiObjectMetadata, property = 'name'): ApiObjectMetadata {
  const { name, namespace, labels } = metadata;
  Object.entries(labels ?? {}).forEach(([label, value]) => checkLabel(owner, kind, label, value));
  if (name !== undefined) {
    checkName(owner, kind, name, property);
    const expected = namespace ?? Chart.of(owner).namespace;
    const holder = Chart.of(owner).node.findAll().filter(ApiObject.isApiObject)
      .find((object) => object.kind === kind && object.name === name && namespaceOf(object) === expected);
    if (holder) {
      throw new Error(`${property} '${name}' of ${at(owner)} is taken by the ${kind} ${at(holder)}: use another one`);
    }
  }
  return Object.fromEntries(Object.entries({ name, namespace, labels }).filter(([, value]) => value !== undefined));
}

function checkName(owner: Construct, kind: string, name: string, property: string): void {
  if (!(kind === 'Service' ? SERVICE_NAME : NAME).test(name)) {
    throw new Error(`${property} '${name}' of ${at(owner)} is no name of a ${kind}: use lowercase letters, digits`
      + (kind === 'Service' ? ' and \'-\', 63 at most, with a letter in front' : ', \'-\' and \'.\', 253 at most'));
  }
}

function checkLabel(owner: Construct, kind: string, label: string, value: unknown): void {
  if (!LABEL.test(label) || typeof value !== 'string' || !LABEL_VALUE.test(value)) {
    throw new Error(`label '${label}: ${value}' of the ${kind} of ${at(owner)} is none that Kubernetes takes: use letters, digits, '-', '_' and '.',`
      + ' 63 at most, with a letter or digit at both ends');
  }
}
