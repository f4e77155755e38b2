import { Finding, versionsOf } from '../../lint/finding';
import { Failure } from '../failure';

/** Writes what is found in one format, piece by piece: not all of it is in memory at once. */
export interface Reporter {
  /** Comes once for each file, and once more for what files have to do with one another. */
  add(findings: readonly Finding[], failures: readonly Failure[], file?: string): void;
  end(): void;
}

export type Write = (text: string) => void;

/** `web.yaml:14:13` */
export function addressOf({ place: { origin, region } }: Finding): string {
  return region ? `${origin.file}:${region.startLine}:${region.startColumn}` : `${origin.file ?? origin.construct}`;
}

/** `Pod shop/web, container logs` */
export function subjectOf({ place: { object }, container }: Finding): string {
  return container ? `${object}, container ${container}` : object;
}

export function messageOf(finding: Finding): string {
  return `${finding.message}${versionsOf(finding)}: ${finding.help}`;
}
