import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkLater } from './chart-checks';
import { namespaceOf } from './namespace';
import { Carried } from '../values/carried';
import { at } from '../values/errors';

/** A DNS subdomain. */
const NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** With a hash behind it, a DNS subdomain. */
const STEM_LENGTH = 242;
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
    const chart = Chart.of(owner);
    namesByChart.of(chart, () => new Names(chart)).take({ owner, kind, name, property, namespace: namespace ?? chart.namespace });
  }
  return Object.fromEntries(Object.entries({ name, namespace, labels }).filter(([, value]) => value !== undefined));
}

const namesByChart = new Carried<Names>('names of objects');

interface Taken {
  readonly owner: Construct;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly property: string;
}

/**
 * The names that objects of patterns have in a chart; objects of users may come later, and are looked at once, at synthesis.
 * ConfigMaps of users cannot have the name of one with a hash behind it.
 */
class Names {
  private readonly taken = new Map<string, Taken>();
  private messages?: string[];

  constructor(private readonly chart: Chart) {
    checkLater(chart, () => this.clashes());
  }

  public take(one: Taken): void {
    const key = keyOf(one);
    const holder = this.taken.get(key);
    if (holder) {
      throw new Error(clash(one, holder.owner));
    }
    this.taken.set(key, one);
    this.messages = undefined;
  }

  private clashes(): string[] {
    this.messages ??= this.chart.node.findAll().filter(ApiObject.isApiObject).filter(({ kind }) => kind !== 'ConfigMap').flatMap((object) => {
      const { kind, name } = object;
      const one = this.taken.get(keyOf({ kind, name, namespace: namespaceOf(object) }));
      return one && !object.node.scopes.includes(one.owner) ? [clash(one, object)] : [];
    });
    return this.messages;
  }
}

function keyOf({ kind, name, namespace = '' }: Pick<Taken, 'kind' | 'name' | 'namespace'>): string {
  return `${kind} ${namespace}/${name}`;
}

function clash({ property, name, owner, kind }: Taken, holder: Construct): string {
  return `${property} '${name}' of ${at(owner)} is taken by the ${kind} of ${at(holder)}: use another one`;
}

function checkName(owner: Construct, kind: string, name: string, property: string): void {
  const length = kind === 'ConfigMap' ? STEM_LENGTH : 253;
  if (!(kind === 'Service' ? SERVICE_NAME : NAME).test(name) || name.length > length) {
    throw new Error(`${property} '${name}' of ${at(owner)} is not a valid name for a ${kind}: use lowercase letters, digits`
      + (kind === 'Service' ? ' and \'-\', 63 at most, starting with a letter' : `, '-' and '.', ${length} at most`));
  }
}

function checkLabel(owner: Construct, kind: string, label: string, value: unknown): void {
  if (!LABEL.test(label) || typeof value !== 'string' || !LABEL_VALUE.test(value)) {
    throw new Error(`label '${label}: ${value}' of the ${kind} of ${at(owner)} is not valid in Kubernetes: use letters, digits, '-', '_' and '.',`
      + ' 63 at most, with a letter or digit at both ends');
  }
}
