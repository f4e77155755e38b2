import { Replicas } from './replicas';
import { Pod } from '../../lint/model/pod';

/** A pod in the files given, with the workload that it is of. */
export interface GivenPod {
  /** `Deployment shop/web` */
  readonly title: string;
  readonly pod: Pod;
  readonly replicas: Replicas;
  /** The pod as a manifest of its own, with the name of its workload. */
  readonly manifest: object;
}
