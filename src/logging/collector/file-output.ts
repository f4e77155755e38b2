import { Output } from './output';
import { toFileExporter } from '../../private/collector/file-exporter';
import { at } from '../../private/errors';
import { ShipperContext } from '../../private/shipper-context';
import { FileOutputOptions } from '../log-output';

export function toFile({ owner, files }: ShipperContext, options: FileOutputOptions, number: number): Output {
  const { path, folder, section, mount } = toFileExporter(owner, options);
  const logFolder = files.folderOf(folder);
  if (logFolder !== undefined) {
    throw new Error(`output file '${path}' in ${at(owner)} is in '${logFolder}', where the log files are: put it into another folder`);
  }
  return { target: `file '${path}'`, exporters: { [`file/${number}`]: section }, mounts: [mount] };
}
