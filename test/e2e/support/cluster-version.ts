import { KubernetesVersion } from '../../../src';

/** The version of the cluster that KUBECONFIG names, for which all manifests are written: global-setup.ts has asked for it. */
export const CLUSTER_VERSION = KubernetesVersion.of(process.env.E2E_KUBERNETES ?? '');
