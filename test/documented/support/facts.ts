import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What a document says of one example. */
export interface ExampleFacts {
  readonly example: string;
  readonly objects: ObjectFacts[];
}

export interface ObjectFacts {
  readonly kind: string;
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly podLabels?: Record<string, string>;
  readonly podAnnotations?: Record<string, string>;
  readonly replicas?: number;
  readonly keys?: string[];
  /** What is in the spec of an object without pods. */
  readonly spec?: object;
  readonly restartPolicy?: string;
  readonly dnsPolicy?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly initContainers?: ContainerFacts[];
  readonly containers?: ContainerFacts[];
  readonly volumes?: Volume[];
}

/** Named as in a manifest, so that it is one too. */
export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env?: { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports?: { readonly containerPort: number; readonly protocol?: string; readonly name?: string }[];
  readonly volumeMounts?: VolumeMount[];
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly lifecycle?: object;
  readonly securityContext?: SecurityContext;
}

export type SecurityContext = Record<string, unknown>;

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: { readonly sizeLimit?: string };
  readonly configMap?: { readonly name: string };
  readonly projected?: { readonly sources: { readonly configMap?: { readonly name: string } }[] };
}

const COMPARED = {
  'an example': ['example', 'objects'],
  'an object': ['kind', 'name', 'labels', 'podLabels', 'podAnnotations', 'replicas', 'keys', 'spec', 'restartPolicy', 'dnsPolicy',
    'terminationGracePeriodSeconds', 'securityContext', 'initContainers', 'containers', 'volumes'],
  'a container': ['name', 'image', 'command', 'args', 'env', 'ports', 'volumeMounts', 'resources', 'readinessProbe', 'livenessProbe',
    'lifecycle', 'securityContext'],
  'a variable': ['name', 'value', 'valueFrom'],
  'a port': ['containerPort', 'protocol', 'name'],
  'a mount': ['name', 'mountPath', 'readOnly', 'subPath'],
  'a volume': ['name', 'emptyDir', 'configMap'],
};

/** The facts of all documented examples; a fact that nothing compares is an error. */
export function readFacts(text = readFileSync(join(__dirname, '../facts.yaml'), 'utf8')): ExampleFacts[] {
  const examples: ExampleFacts[] = parse(text);
  for (const example of examples) {
    checkKeys('an example', example.example, example);
    for (const object of example.objects) {
      checkKeys('an object', example.example, object);
      object.volumes?.forEach((volume) => checkKeys('a volume', example.example, volume));
      for (const container of [...object.initContainers ?? [], ...object.containers ?? []]) {
        checkKeys('a container', example.example, container);
        container.env?.forEach((variable) => checkKeys('a variable', example.example, variable));
        container.ports?.forEach((port) => checkKeys('a port', example.example, port));
        container.volumeMounts?.forEach((mount) => checkKeys('a mount', example.example, mount));
      }
    }
  }
  return examples;
}

function checkKeys(what: keyof typeof COMPARED, example: string, facts: object): void {
  const unknown = Object.keys(facts).find((key) => !COMPARED[what].includes(key));
  if (unknown) {
    throw new Error(`fact '${unknown}' of ${what} in '${example}' is compared with nothing: teach support/compare.ts to compare it`);
  }
}
