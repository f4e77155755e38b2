import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Yaml } from 'cdk8s';
import { ROOT } from './page';
import { ChildProcess, required, stop } from '../../../support/programs';
import { example } from '../../support/examples';
import { kubectl } from '../../support/kubectl';
import { Namespace } from '../../support/namespace';

/** Somebody who types the commands of an example in a folder with what the page says is there, and in a namespace that is the default. */
export class Reader {
  public static async of(name: string, namespace: Namespace): Promise<Reader> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reader-'));
    const manifests = path.join(folder, 'dist/manifests');
    fs.mkdirSync(manifests, { recursive: true });
    fs.symlinkSync(path.join(ROOT, 'examples'), path.join(folder, 'examples'));
    const text = example(name).map(withFewPods).map((manifest) => Yaml.stringify(manifest)).join('---\n');
    fs.writeFileSync(path.join(manifests, `${name}.k8s.yaml`), text.replaceAll('.default.svc', `.${namespace.name}.svc`));
    const config = path.join(folder, 'kubeconfig');
    fs.writeFileSync(config, (await kubectl(['config', 'view', '--raw', '--minify', '--flatten'])).stdout, { mode: 0o600 });
    await kubectl(['config', 'set-context', '--current', `--namespace=${namespace.name}`, '--kubeconfig', config]);
    return new Reader(folder, { ...process.env, KUBECONFIG: config }, namespace.name);
  }

  private readonly background: ChildProcess[] = [];

  private constructor(private readonly folder: string, private readonly env: NodeJS.ProcessEnv, private readonly namespace: string) {}

  /** What a command prints, whether it succeeds or fails; nothing of one in the background, which goes on. */
  public type(command: string): Promise<string> {
    const [, inBackground] = /^(.*) &$/.exec(command) ?? [];
    const child = required('sh').start(['-c', `exec 2>&1\n${inBackground ? `exec ${inBackground}` : command}`], { cwd: this.folder, env: this.env });
    child.stdin.end();
    if (inBackground) {
      this.background.push(child);
      child.stdout.resume();
      return Promise.resolve('');
    }
    let printed = '';
    child.stdout.on('data', (data) => { printed += data; });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve(printed.replaceAll(this.namespace, 'default')));
    });
  }

  public async leave(): Promise<void> {
    await Promise.all(this.background.map((child) => stop(child)));
    fs.rmSync(this.folder, { recursive: true });
  }
}

/** A test cluster may have two CPUs in all. */
function withFewPods(manifest: any): any {
  return manifest.spec?.replicas > 2 ? { ...manifest, spec: { ...manifest.spec, replicas: 1 } } : manifest;
}
