import { AppServiceOptions } from './app-service';
import { AppContainerProps } from '../primitives/app-container';
import { WorkloadKind } from '../primitives/workload-kind';

/**
 * An app's container, and the workload that is created for it.
 */
export interface AppWorkloadProps extends AppContainerProps {
  /**
   * The port that the app serves on. More ports, or this one with a name, go into `ports`. Its readiness is probed by TCP unless `readiness` says otherwise.
   *
   * @default - none
   */
  readonly port?: number;

  /**
   * Kind of the workload, with its metadata, replicas, schedule and whatever else cdk8s-plus has for it.
   *
   * @default - WorkloadKind.deployment()
   */
  readonly workload?: WorkloadKind;

  /**
   * A Service in front of `port`.
   *
   * @default - by construct: none for SidecarLoggedApp, one on the app's port for Microservice
   */
  readonly service?: AppServiceOptions;
}
