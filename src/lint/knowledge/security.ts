import { Container } from '../model/container';
import { Field } from '../model/field';
import { Pod } from '../model/pod';

/** A field of the security context that is in force: the container's before the pod's. */
export function securityOf(pod: Pod, container: Container, field: string): Field {
  const own = container.at('securityContext', field);
  return own.exists ? own : pod.spec.at('securityContext', field);
}
