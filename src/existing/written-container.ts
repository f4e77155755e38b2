import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { variableAsWritten } from '../core/objects/reaches';
import { parseQuantity } from '../core/spec/quantity';

/** What cdk8s-plus needs to know of a container that is in a manifest already, for whoever looks at it. */
export function toContainerProps(written: any, volumeOf: (name: string) => kplus.Volume): kplus.ContainerProps {
  const { name, image, command, args, workingDir, securityContext = {}, restartPolicy } = written;
  return {
    name,
    image,
    command,
    args,
    workingDir,
    restartPolicy: restartPolicy === 'Always' ? kplus.ContainerRestartPolicy.ALWAYS : undefined,
    ports: once(written.ports ?? [], portKey).map(({ containerPort, protocol, hostPort, name: portName }: any) => (
      { number: containerPort, protocol, hostPort, name: portName })),
    volumeMounts: (written.volumeMounts ?? []).map(({ mountPath, name: volume, readOnly, subPath }: any) => (
      { path: mountPath, volume: volumeOf(volume), readOnly, subPath })),
    envVariables: Object.fromEntries((written.env ?? []).map((variable: any) => [variable.name, variableAsWritten(variable)])),
    resources: toResources(written.resources),
    securityContext: {
      user: securityContext.runAsUser,
      group: securityContext.runAsGroup,
      ensureNonRoot: securityContext.runAsNonRoot ?? false,
      readOnlyRootFilesystem: securityContext.readOnlyRootFilesystem ?? false,
    },
  };
}

/** What makes two ports one for Kubernetes. */
export function portKey({ containerPort, protocol = 'TCP' }: any): string {
  return `${containerPort}/${protocol}`;
}

/** Kubernetes takes a port that is declared twice; cdk8s-plus does not. */
function once<T>(all: T[], keyOf: (one: T) => string): T[] {
  return all.filter((one, index) => all.findIndex((other) => keyOf(other) === keyOf(one)) === index);
}

function toResources({ requests = {}, limits = {} }: any = {}): kplus.ContainerResources {
  const cpu = (quantity: unknown) => amount(quantity, (units) => kplus.Cpu.millis(units * 1000));
  const size = (quantity: unknown) => amount(quantity, (units) => Size.mebibytes(Math.ceil(units / 1024 / 1024))); // cdk8s-plus takes whole ones
  return {
    cpu: { request: cpu(requests.cpu), limit: cpu(limits.cpu) },
    memory: { request: size(requests.memory), limit: size(limits.memory) },
  };
}

function amount<T>(quantity: unknown, make: (units: number) => T): T | undefined {
  const billionths = parseQuantity(quantity);
  return billionths === undefined ? undefined : make(Number(billionths) / 1e9);
}
