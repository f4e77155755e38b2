import * as kplus from 'cdk8s-plus-28';
import { Section } from '../../programs/fluent-bit/values';

/** What an output needs of the configuration and of the container. */
export interface Output {
  readonly settings: Section;
  readonly mounts?: kplus.VolumeMount[];
}

/** The time of a record, which the program keeps apart from the fields. */
export const TIME = { json_date_key: '@timestamp', json_date_format: 'iso8601' };
