import * as kplus from 'cdk8s-plus-28';
import { Section } from '../../programs/collector/values';

/** What an output needs of the configuration and of the container. */
export interface Output {
  /** What it delivers to; two outputs with the same target are one too many. */
  readonly target: string;
  readonly exporters: Section;
  readonly extensions?: Section;
  readonly env?: { [name: string]: kplus.EnvValue };
  readonly mounts?: kplus.VolumeMount[];
  /** Attributes of the resource that the records come from. */
  readonly attributes?: { [name: string]: string };
}
