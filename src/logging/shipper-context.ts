import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ProgramName } from '../core/settings/known-programs';
import { SecurityBaseline } from '../core/settings/security-baseline';
import { LogFiles } from '../core/values/log-files';

/** What a log shipper knows of the place that it is put into. */
export interface ShipperContext {
  readonly owner: Construct;
  /** Name of the container. */
  readonly name: string;
  /** Requests and limits of the container. */
  readonly resources: kplus.ContainerResources;
  readonly pod: kplus.AbstractPod;
  readonly files: LogFiles;
  /** Where the volumes with the files are mounted: what these folders lead to elsewhere is not the app's to show. */
  readonly mountPaths: string[];
  /** The user of the container that writes the files, or the usual one of the program where that names none. */
  readonly userOr: (program?: ProgramName) => SecurityBaseline;
  /** Whether it receives SIGTERM together with the app, not after it. */
  readonly stopsWithApp: boolean;
}
