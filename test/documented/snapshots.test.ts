import { Yaml } from 'cdk8s';
import { Manifest, Mode, MODES, renameHashes, synthExamples } from './support/manifests';
import { readScripts } from './support/scripts';

const scripts = [...readScripts()];

describe.each(MODES)('%s', (mode: Mode) => {
  test.each(Object.entries(synthExamples(mode)))('%s', (_, manifests) => {
    expect(toText(manifests)).toMatchSnapshot();
  });
});

/** The manifests as they are written, with names of scripts for their text and no hashes: a changed script changes no snapshot. */
function toText(manifests: Manifest[]): string {
  return Yaml.stringify(...renameHashes(manifests, '-<hash>').map(({ data, ...manifest }) => data ? { ...manifest, data: nameScripts(data) } : manifest));
}

function nameScripts(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => {
    const script = scripts.find(([, text]) => text === value);
    return [key, script ? `<${script[0]}>` : value];
  }));
}
