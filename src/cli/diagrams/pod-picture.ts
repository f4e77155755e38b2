import { Container, ContainerKind } from '../../lint/model/container';
import { Field } from '../../lint/model/field';
import { Pod } from '../../lint/model/pod';

/** What a picture of a pod shows, whatever draws it. */
export interface PodPicture {
  readonly title: string;
  /** In the order in which they start. */
  readonly containers: readonly DrawnContainer[];
  readonly volumes: readonly DrawnVolume[];
}

export interface DrawnContainer {
  readonly name: string;
  readonly kind: ContainerKind;
  readonly image: string;
  readonly ports: readonly string[];
  readonly mounts: readonly DrawnMount[];
}

export interface DrawnMount {
  readonly path: string;
  readonly volume: string;
  readonly readOnly: boolean;
}

export interface DrawnVolume {
  readonly name: string;
  /** Such as `emptyDir` or `configMap web-config`. */
  readonly source: string;
}

export const KIND_NAMES: { readonly [kind in ContainerKind]: string } = {
  init: 'init container',
  sidecar: 'native sidecar',
  regular: 'container',
};

export function pictureOf(title: string, pod: Pod): PodPicture {
  return { title, containers: pod.containers.map(drawn), volumes: [...pod.volumes.map(volume), ...claims(pod)] };
}

function drawn(container: Container): DrawnContainer {
  return {
    name: container.name,
    kind: container.kind,
    image: container.at('image').text ?? '',
    ports: container.ports.map(portText),
    mounts: container.volumeMounts.map((mount) => ({
      path: mount.at('mountPath').text ?? '',
      volume: mount.at('name').text ?? '',
      readOnly: mount.at('readOnly').flag ?? false,
    })),
  };
}

/** Such as `dns 53/UDP`. */
function portText(port: Field): string {
  const protocol = port.at('protocol').text ?? 'TCP';
  return [port.at('name').text, `${port.at('containerPort').scalar ?? ''}${protocol === 'TCP' ? '' : `/${protocol}`}`].filter(Boolean).join(' ');
}

function volume(field: Field): DrawnVolume {
  const source = field.fields.find(({ key }) => key !== 'name');
  const detail = ['name', 'secretName', 'claimName', 'path', 'driver'].map((key) => source?.at(key).text).find(Boolean);
  return { name: field.at('name').text ?? '', source: [source?.key ?? 'emptyDir', detail].filter(Boolean).join(' ') };
}

/** A StatefulSet has volumes that are not in its template. */
function claims({ object }: Pod): DrawnVolume[] {
  return object.at('spec', 'volumeClaimTemplates').items.map((claim) => ({ name: claim.at('metadata', 'name').text ?? '', source: 'claim of each replica' }));
}
