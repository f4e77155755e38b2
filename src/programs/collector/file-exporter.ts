import { Size, SizeRoundingBehavior } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { Section } from './values';
import { at, normalizePath } from '../../core/values/errors';
import { given } from '../../core/values/given';
import type { SharedVolume } from '../../primitives/shared-volume';

/** A file that the Collector writes, on a volume. */
export interface FileParts {
  readonly path: string;
  readonly folder: string;
  readonly section: Section;
  readonly mount: kplus.VolumeMount;
}

/** With rotation, the program writes at once, and continues the same file after a restart. */
export function toFileExporter(where: IConstruct, options: { readonly path: string; readonly volume: SharedVolume }): FileParts {
  const path = normalizePath('output file', given(where, 'path of an output file', options.path, 'name one, such as /out/telemetry.json'), where);
  given(where, `volume of output file '${path}'`, options.volume, 'pass a SharedVolume');
  const folder = path.replace(/\/[^/]*$/, '');
  if (folder === '') {
    throw new Error(`output file '${path}' in ${at(where)} is in '/', where no volume can be mounted: put it into a folder`);
  }
  return {
    path,
    folder,
    section: { path, rotation: rotation(options.volume._diskLimit()) },
    mount: { path: folder, volume: options.volume.volume },
  };
}

/** Three files in the space of four: the oldest goes only when the next one has begun. Without a limit all are kept. */
function rotation(limit?: Size): Section {
  if (!limit) {
    return { max_megabytes: 100, max_backups: 0 };
  }
  const quarter = Math.floor(limit.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }) / 4);
  return { max_megabytes: Math.max(1, quarter), max_backups: 2 };
}
