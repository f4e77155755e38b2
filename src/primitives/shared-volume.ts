import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { VolumeSource } from './volume-source';
import { podAround } from '../core/pod/conflicts';
import { mount, shareFiles } from '../core/pod/pod-editor';
import { checkDnsLabel, kebabCase } from '../core/values/errors';

/**
 * Properties of a shared volume.
 */
export interface SharedVolumeProps {
  /**
   * Where the files are stored.
   *
   * @default - VolumeSource.emptyDir()
   */
  readonly source?: VolumeSource;

  /**
   * Name of the volume in the pod, a DNS label. An existing volume keeps its name.
   *
   * @default - the construct's id in kebab case
   */
  readonly volumeName?: string;
}

/**
 * How a container mounts a shared volume.
 */
export interface SharedVolumeMountOptions {
  /**
   * Whether the volume is mounted read-only.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * A volume that several containers of a pod share, each at its own path.
 *
 * Files that one container writes can be read by the others: the pod gets an fsGroup (2000) if it has none.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, SharedVolume } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'demo');
 * const pod = new kplus.Pod(chart, 'Web');
 * const app = new AppContainer(pod, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const logs = new SharedVolume(pod, 'Logs');
 * logs.mountTo(app.container, '/var/log/nginx');
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
 */
export class SharedVolume {
  /**
   * The volume of cdk8s-plus, for its methods that take a volume or storage.
   */
  public readonly volume: kplus.Volume;

  private readonly diskLimit?: Size;

  /**
   * @param scope the workload, a construct inside it, or the chart of a workload that does not exist yet
   * @throws if the name is not a DNS label or the size limit is zero
   */
  constructor(private readonly scope: Construct, id: string, props: SharedVolumeProps = {}) {
    const name = checkDnsLabel('volume name', props.volumeName ?? kebabCase(id), scope, 'set \'volumeName\' to another name');
    const source = props.source ?? VolumeSource.emptyDir();
    this.diskLimit = source._diskLimit();
    this.volume = source._toVolume(scope, id, name);
    const pod = podAround(scope);
    if (pod) {
      shareFiles(pod);
    }
  }

  /**
   * Mounts the volume into a container of the same pod.
   *
   * @param container a container of the pod that the volume belongs to
   * @param path absolute path of a folder
   * @throws if the path is relative or taken, or the container belongs to another pod or chart
   */
  public mountTo(container: kplus.Container, path: string, options: SharedVolumeMountOptions = {}): void {
    mount(this.scope, container, { volume: this.volume, path, readOnly: options.readOnly });
  }

  /**
   * @internal
   */
  public _diskLimit(): Size | undefined {
    return this.diskLimit;
  }
}
