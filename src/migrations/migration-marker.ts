import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AwaitPlan } from './await-migrations';
import { Migration, migrationContainer } from './migration';
import { scripts, SCRIPTS_BESIDE_PROGRAM } from '../core/objects/scripts';
import { addContainer } from '../core/pod/pod-editor';
import { runByScript, runScript, scriptPath } from '../core/pod/script-container';
import { tokenVolume } from '../core/pod/token-volume';
import { plainVariables } from '../core/pod/variables';
import { addInitStep, PatternPlan } from '../primitives/pattern-container';

/**
 * The ConfigMap that a Job writes behind tools whose history nobody else reads.
 */

const FOLDER = '/applied';

/** The tool, which is not run once the ConfigMap is there, and behind it the container that writes the ConfigMap. */
export function addMarkedMigration(job: kplus.Job, migration: Migration, marker: string): void {
  const tool = migrationContainer(migration, job);
  const { options, plan: { hasShell } } = migration;
  addInitStep(job, options, tool.command && hasShell !== false ? runOnce(job, options.containerName, tool, marker) : tool);
  addWriter(job, migration, marker);
}

/** What a pod needs to see the ConfigMap: no more than a volume that may be missing, which Kubernetes fills when it comes. */
export function awaitMarker({ owner, options: { containerName } }: Migration, marker: string): AwaitPlan {
  return {
    probe: ['marker', FOLDER],
    scripts: ['applied-marker.sh'],
    volumeMounts: [markerMount(owner, containerName, marker)],
  };
}

function markerMount(owner: Construct, container: string, marker: string): kplus.VolumeMount {
  const configMap = kplus.ConfigMap.fromConfigMapName(owner, 'Marker', marker);
  const volume = kplus.Volume.fromConfigMap(owner, 'MarkerVolume', configMap, { name: `${container}-applied`, optional: true });
  return { path: FOLDER, volume, readOnly: true };
}

function runOnce(job: kplus.Job, name: string, tool: PatternPlan, marker: string): PatternPlan {
  const volumeMounts = [...tool.volumeMounts ?? [], markerMount(job, name, marker)];
  const { command = [], ...rest } = tool;
  return { ...runByScript(rest, scripts('migrations', 'once.sh'), [FOLDER, ...command], SCRIPTS_BESIDE_PROGRAM), volumeMounts };
}

function addWriter(job: kplus.Job, { owner, options: { containerName: name, imagePullPolicy } }: Migration, marker: string): void {
  const writer = new Construct(job, 'Marker-Writer');
  const token = tokenVolume(writer, 'Token', `${name}-token`);
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: marker }, immutable: true, data: { applied: owner.node.path } };
  addContainer(writer, 'app', {
    name: `${name}-applied`,
    imagePullPolicy,
    role: 'script',
    ...runScript(owner, {
      program: 'curl',
      scripts: [...scripts('programs', 'retry.sh'), ...scripts('migrations', 'mark.sh')],
      data: { 'configmap.json': JSON.stringify(configMap) },
      args: ['sh', scriptPath('mark.sh'), scriptPath('configmap.json')],
      env: {
        MARK_NAMESPACE: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAMESPACE),
        ...plainVariables({ MARK_TOKEN: '/token', RETRY_MAX_ATTEMPTS: '20', RETRY_PAUSE: '1000', RETRY_MAX_PAUSE: '15000' }),
      },
      volumeMounts: [{ path: '/token', volume: token, readOnly: true }],
    }),
  });
}
