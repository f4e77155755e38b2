import { createRequire } from 'node:module';
import { Yaml } from 'cdk8s';
import { KnownNodes, YamlLibrary } from './known-nodes';

/** What cdk8s tells the library about texts. Without tags there are no directives, which need not be looked for then. */
const OPTIONS = { lineWidth: 0, directives: false };

/** Its text changes with each option that cdk8s passes to the library. */
const SAMPLE = { long: 'a word and '.repeat(30), octal: '0o17', switch: 'yes', missing: undefined, list: [{ text: 'two\nlines\n' }, [], {}, ' ', 0.5, null] };

/**
 * Writes manifests as `Yaml.stringify` of cdk8s does, but asks the YAML library only once for what repeats. It is the library that cdk8s
 * has loaded, because other versions may write other bytes. Where that is not found, or cdk8s gives it other options, cdk8s writes.
 */
export class ManifestWriter {
  private readonly nodes = knownNodes();

  public stringify(manifests: unknown[]): string {
    return manifests.map((manifest) => writeKnown(manifest, this.nodes) ?? Yaml.stringify(manifest)).join('---\n');
  }
}

function writeKnown(manifest: unknown, nodes: KnownNodes | undefined): string | undefined {
  return nodes?.documentOf(manifest)?.toString(OPTIONS);
}

function knownNodes(): KnownNodes | undefined {
  const library = libraryOfCdk8s();
  const nodes = library && new KnownNodes(library);
  return writeKnown(SAMPLE, nodes) === Yaml.stringify(SAMPLE) ? nodes : undefined;
}

function libraryOfCdk8s(): YamlLibrary | undefined {
  try {
    return createRequire(require.resolve('cdk8s'))('yaml') as YamlLibrary;
  } catch {
    return undefined;
  }
}
