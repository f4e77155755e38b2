import { digest } from '../values/digest';
import { onceIfFrozen } from '../values/frozen';
import { memoized } from '../values/memoized';

/** Texts that parsers of YAML refuse or change, however they are written: a tab in front, separators of lines, control characters. */
const NOT_IN_YAML = /^\s*\t|[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** ConfigMaps with the same file share its text. */
const looked = memoized((text) => ({ text, isYaml: !NOT_IN_YAML.test(text) }));

export type Files = { readonly [name: string]: string };

/** What a ConfigMap has of its files, each byte by byte in the pod; what it has none of is undefined. */
export interface ConfigMapData {
  readonly data?: Files;
  readonly binaryData?: Files;
  readonly hash: string;
}

export const configMapData = onceIfFrozen((files: Files): ConfigMapData => {
  const data: { [name: string]: string } = {};
  const binaryData: { [name: string]: string } = {};
  for (const name of Object.keys(files).sort()) {
    const { text, isYaml } = looked(files[name]);
    if (isYaml) {
      data[name] = text;
    } else {
      binaryData[name] = Buffer.from(text).toString('base64');
    }
  }
  return withHash(some(data), some(binaryData));
});

function some(files: Files): Files | undefined {
  return Object.keys(files).length > 0 ? files : undefined;
}

export function withHash(data?: Files, binaryData?: Files): ConfigMapData {
  return { data, binaryData, hash: digest([data, binaryData], 10) };
}
