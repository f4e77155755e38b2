import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { LogFiles } from './log-files';

/** What a log shipper knows of the place that it is put into. */
export interface ShipperContext {
  readonly owner: Construct;
  /** Name of the container. */
  readonly name: string;
  /** Requests and limits, where they are not the resource profile's. */
  readonly resources?: kplus.ContainerResources;
  readonly pod: kplus.AbstractPod;
  readonly files: LogFiles;
  /** Whether it is told to stop together with the app, not after it. */
  readonly stopsWithApp: boolean;
}
