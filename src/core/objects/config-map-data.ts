import { remembered } from '../values/remembered';

/** Texts that parsers of YAML refuse or change, however they are written: a tab in front, separators of lines, control characters. */
const NOT_IN_YAML = /^\s*\t|[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

const isYaml = remembered((text) => !NOT_IN_YAML.test(text));

export interface ConfigMapData {
  readonly data: { [name: string]: string };
  readonly binaryData: { [name: string]: string };
}

/** Files as properties of a ConfigMap, each byte by byte in the pod. */
export function configMapData(files: { [name: string]: string }): ConfigMapData {
  const sorted: ConfigMapData = { data: {}, binaryData: {} };
  for (const [name, text] of Object.entries(files)) {
    if (isYaml(text)) {
      sorted.data[name] = text;
    } else {
      sorted.binaryData[name] = Buffer.from(text).toString('base64');
    }
  }
  return sorted;
}
