import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { metadataBeside } from '../core/objects/namespace';
import { podOf } from '../core/pod/pod-editor';
import { at } from '../core/values/errors';

/** A service account that may create ConfigMaps, and nothing else; Kubernetes can restrict that to a namespace, but not to a name. */
export function accountThatMarks(owner: Construct): kplus.ServiceAccount {
  const metadata = metadataBeside(podOf(owner));
  if (!metadata.namespace) {
    throw new Error(`the Job of ${at(owner)} needs a permission, and a RoleBinding must name the namespace: set 'namespace' of the chart`);
  }
  const account = new kplus.ServiceAccount(owner, 'Account', { metadata });
  const role = new kplus.Role(owner, 'Role', { metadata });
  role.allowCreate(kplus.ApiResource.CONFIG_MAPS);
  new kplus.RoleBinding(owner, 'RoleBinding', { metadata, role }).addSubjects(account);
  return account;
}
