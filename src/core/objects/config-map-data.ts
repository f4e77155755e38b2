import { memoized } from '../values/memoized';

/** Texts that parsers of YAML refuse or change, however they are written: a tab in front, separators of lines, control characters. */
const NOT_IN_YAML = /^\s*\t|[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** ConfigMaps with the same file share its text. */
const looked = memoized((text) => ({ text, isYaml: !NOT_IN_YAML.test(text) }));

export interface ConfigMapData {
  readonly data: { [name: string]: string };
  readonly binaryData: { [name: string]: string };
}

/** Files as properties of a ConfigMap, each byte by byte in the pod. */
export function configMapData(files: { [name: string]: string }): ConfigMapData {
  const sorted: ConfigMapData = { data: {}, binaryData: {} };
  for (const [name, content] of Object.entries(files)) {
    const { text, isYaml } = looked(content);
    if (isYaml) {
      sorted.data[name] = text;
    } else {
      sorted.binaryData[name] = Buffer.from(text).toString('base64');
    }
  }
  return sorted;
}
