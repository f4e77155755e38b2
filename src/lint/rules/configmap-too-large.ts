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
  001_import.sql: "${'-'.repeat(LARGEST)}"
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
    const texts = ['data', 'stringData'].flatMap((part) => object.at(part).fields.map(({ text = '' }) => Buffer.byteLength(text)));
    const encoded = object.at('binaryData').fields.map(({ text = '' }) => Math.floor(text.length * 3 / 4));
    const size = [...texts, ...encoded].reduce((total, one) => total + one, 0);
    const inBytes = object.kind === 'Secret' ? size * 3 / 4 : size;
    if (inBytes > LARGEST - 1) {
      report({
        at: object.at('data').exists ? object.at('data') : object.metadata,
        message: `${object.kind} '${object.name}' holds ${(inBytes / LARGEST).toFixed(1)} MiB`,
        help: 'split it, or put the files into an image or a volume',
      });
    }
  },
};
