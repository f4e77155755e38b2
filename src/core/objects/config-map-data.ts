/** Texts that parsers of YAML refuse or change, however they are written: a tab in front, separators of lines, control characters. */
const NOT_IN_YAML = /^\s*\t|[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;

/** Files as properties of a ConfigMap, each byte by byte in the pod. */
export function configMapData(files: { [name: string]: string }): {
  readonly data: { [name: string]: string };
  readonly binaryData: { [name: string]: string };
} {
  const entries = Object.entries(files);
  return {
    data: Object.fromEntries(entries.filter(([, text]) => !NOT_IN_YAML.test(text))),
    binaryData: Object.fromEntries(entries.filter(([, text]) => NOT_IN_YAML.test(text)).map(([name, text]) => [name, Buffer.from(text).toString('base64')])),
  };
}
