import { Size, SizeRoundingBehavior } from 'cdk8s';
import { at, normalizePath } from '../../private/errors';
import { ShipperContext } from '../../private/shipper-context';
import { FileOutputOptions } from '../log-output';
import { Output } from './output';
import { Section } from './values';

/** With rotation, the program writes at once, and goes on with the same file after a restart. */
export function toFile(context: ShipperContext, options: FileOutputOptions, number: number): Output {
  const { owner, files } = context;
  const path = normalizePath('output file', options.path, owner);
  const folder = path.replace(/\/[^/]*$/, '');
  if (folder === '') {
    throw new Error(`output file '${path}' in ${at(owner)} is in '/', where no volume can be mounted: put it into a folder`);
  }
  if (`${folder}/`.startsWith(`${files.folder}/`)) {
    throw new Error(`output file '${path}' in ${at(owner)} is in '${files.folder}', where the log files are: put it into another folder`);
  }
  return {
    target: `file '${path}'`,
    exporters: { [`file/${number}`]: { path, rotation: rotation(options.volume._diskLimit()) } },
    mounts: [{ path: folder, volume: options.volume.volume }],
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
