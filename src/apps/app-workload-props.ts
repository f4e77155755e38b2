import { AppServiceOptions } from './app-service';
import { AppContainerProps } from '../primitives/app-container';
import { WorkloadKind } from '../primitives/workload-kind';

/**
 * Properties of an app's container and of the workload that is created for it.
 */
export interface AppWorkloadProps extends AppContainerProps {
  /**
   * Port that the app listens on. List further ports, or this one with a name, in `ports`. Its readiness is probed with TCP unless `readiness` is
   * set.
   *
   * @default - none
   */
  readonly port?: number;

  /**
   * Kind of the workload, with its metadata, replicas, schedule and other properties of cdk8s-plus.
   *
   * @default - WorkloadKind.deployment()
   */
  readonly workload?: WorkloadKind;

  /**
   * The Service of `port`.
   *
   * @default - SidecarLoggedApp has no Service; Microservice has one on the app's port
   */
  readonly service?: AppServiceOptions;
}
