import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FileLog } from '../programs/collector/file-log';
import { Section } from '../programs/collector/values';

/** Where a receiver or an exporter is put. */
export interface PartPlace {
  /** For the volumes that it makes. */
  readonly owner: Construct;
  readonly pod: kplus.AbstractPod;
  /** Name of the container. */
  readonly name: string;
  /** Its place among those of its kind, from 1. */
  readonly number: number;
}

/** Where a receiver is put. */
export interface ReceiverPlace extends PartPlace {
  /** Bytes of the largest request that it may take. */
  readonly largestRequest: number;
}

/** What a receiver or an exporter needs of the configuration and of the container. */
export interface Part {
  /** Its name in the configuration. */
  readonly id: string;
  readonly section: Section;
  readonly env?: { [name: string]: kplus.EnvValue };
  readonly ports?: kplus.ContainerPort[];
  readonly mounts?: kplus.VolumeMount[];
  /** The log files that it reads, on its mounts. */
  readonly files?: Pick<FileLog, 'folders' | 'include' | 'exclude'>;
}
