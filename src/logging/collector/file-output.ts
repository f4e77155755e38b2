import { Output } from './output';
import { at } from '../../core/values/errors';
import { toFileExporter } from '../../programs/collector/file-exporter';
import { FileOutputOptions } from '../log-output';
import { ShipperContext } from '../shipper-context';

export function toFile({ owner, files }: ShipperContext, options: FileOutputOptions, number: number): Output {
  const { path, folder, section, mount } = toFileExporter(owner, options);
  const logFolder = files.folderOf(folder);
  if (logFolder !== undefined) {
    throw new Error(`output file '${path}' in ${at(owner)} is in '${logFolder}', where the log files are: put it into another folder`);
  }
  return { target: `file '${path}'`, exporters: { [`file/${number}`]: section }, mounts: [mount] };
}
