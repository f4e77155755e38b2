import { Rule } from '../rule';

const LARGEST = 1024 * 1024;

export const configmapTooLarge: Rule = {
  id: 'configmap-too-large',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['ConfigMap', 'Secret'],
  what: 'Finds ConfigMaps and Secrets that hold more than one mebibyte.',
  why: 'The API server rejects them. `kubectl apply` fails above 256 KiB, because it keeps a copy in an annotation, unless you use `--server-side`.',
  source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: migrations
data:
  001_import.sql: "${'-'.repeat(LARGEST + 1)}"
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: migrations
data:
  001_create.sql: "CREATE TABLE orders (id bigint PRIMARY KEY);"
`,

  checkObject(object, report) {
    if (!['ConfigMap', 'Secret'].includes(object.kind)) {
      return;
    }
    if (['data', 'stringData', 'binaryData'].flatMap((data) => object.at(data).fields).reduce((total, field) => total + field.ask(mostBytesOf), 0) <= LARGEST) {
      return;
    }
    const plain = object.kind === 'Secret' ? 'stringData' : 'data';
    const encoded = object.kind === 'Secret' ? 'data' : 'binaryData';
    const sizes = [
      ...object.at(plain).fields.map(({ text = '' }) => Buffer.byteLength(text)),
      ...object.at(encoded).fields.map(({ text = '' }) => Math.floor(text.length * 3 / 4)),
    ];
    const inBytes = sizes.reduce((total, one) => total + one, 0);
    if (inBytes > LARGEST) {
      report({
        at: object.at('data').exists ? object.at('data') : object.metadata,
        message: `${object.kind} '${object.name}' holds ${inBytes} bytes, and at most ${LARGEST} are allowed`,
        help: 'split it, or put the files into an image or a volume',
      });
    }
  },
};

/** A power of two, which is the same for many texts. */
function mostBytesOf(text: unknown): number {
  return typeof text === 'string' ? 2 ** Math.ceil(Math.log2(3 * text.length + 1)) : 0;
}
