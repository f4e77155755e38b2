import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { MigrationContext } from './migration-context';
import { namespaceOf } from '../core/objects/namespace';
import { isLoopback } from '../core/pod/local-ports';
import { podOf } from '../core/pod/pod-editor';
import { Carried } from '../core/values/carried';
import { at } from '../core/values/errors';

interface History {
  readonly owner: Construct;
  readonly content: string;
}

const histories = new Carried<Map<string, History>>('migration histories');

/**
 * Fails where other migrations of the chart have the same history with other files: each would take the files of the other for missing,
 * changed or applied. Several workloads may apply the same files.
 */
export function checkHistory({ owner, files, historyTable, database }: MigrationContext): void {
  if (!files.texts || files.content === undefined || database.name === undefined || isLoopback(database.host)) {
    return; // nobody knows whether it is the same
  }
  const known = histories.of(Chart.of(owner), () => new Map());
  const key = JSON.stringify([namespaceOf(podOf(owner)), database.address, database.name, historyTable]);
  const other = known.get(key);
  if (other && other.content !== files.content) {
    throw new Error(`historyTable '${historyTable}' of ${at(owner)} is also that of ${at(other.owner)}, which has other files for the same database:`
      + ' set \'historyTable\' to another name, or use one source for both');
  }
  known.set(key, { owner, content: files.content });
}
