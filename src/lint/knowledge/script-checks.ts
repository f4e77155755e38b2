import { answerOf, askedOnce } from './asked-once';
import { Script, scriptFiles, scriptOf, shellNamed, SHELLS } from './script';
import { readScript } from './shell/commands';
import { normalPath } from './workload';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { ObjectSet } from '../model/object-set';
import { Pod } from '../model/pod';
import { Report, Rule } from '../rule';

export type CheckScript = (script: Script, where: string, report: Report) => void;

/**
 * Looks at the text of each script: of containers that run on, and in ConfigMaps.
 *
 * @param mentions pieces, one of which is in each script that something is found in
 */
export function inScripts(mentions: readonly string[], check: CheckScript, containersOf = runningContainers): Pick<Rule, 'needs' | 'mentions' | 'checkPod' | 'checkObject'> {
  const isMentioned = (text: unknown): boolean => mentions.some((piece) => (text as string).toLowerCase().includes(piece));
  return {
    needs: [...SHELLS, 'ConfigMap'],
    mentions,
    checkPod(pod, report) {
      for (const container of containersOf(pod)) {
        const script = scriptOf(container);
        if (script && script.field.ask(isMentioned)) {
          check(script, `the script of container '${container.name}'`, report);
        }
      }
    },
    checkObject(object, report) {
      scriptFiles(object).filter(({ field }) => field.ask(isMentioned)).forEach((script) => check(script, String(script.field.key), report));
    },
  };
}

export type CheckContainer = (container: Container, script: Script, pod: Pod, report: Report) => void;

/** Looks at what shells run in containers: scripts on their command lines, and files of ConfigMaps among the objects given. */
export function inScriptsOf(containersOf: (pod: Pod) => readonly Container[], check: CheckContainer): Pick<Rule, 'needs' | 'checkPod' | 'concerns' | 'looksAtConfigs' | 'checkAmong'> {
  return {
    needs: SHELLS,
    checkPod(pod, report) {
      for (const container of containersOf(pod)) {
        const script = scriptOf(container);
        if (script) {
          check(container, script, pod, report);
        }
      }
    },
    concerns: ({ pods }) => pods.some((pod) => containersOf(pod).some((container) => pathOfScript(container) !== undefined)),
    looksAtConfigs: true,
    checkAmong({ pods }, set, report) {
      for (const pod of pods) {
        for (const container of containersOf(pod)) {
          const file = scriptFile(set, pod, container);
          if (file?.text) {
            check(container, { field: file, shell: shellOf(container, file.text), code: readScript(file.text) }, pod, report);
          }
        }
      }
    },
  };
}

export function runningContainers(pod: Pod): readonly Container[] {
  return pod.containers.filter(({ staysOn }) => staysOn);
}

/** The file of a ConfigMap that a command such as `[sh, /scripts/serve.sh]` runs. Long files are not kept. */
export function scriptFile(set: ObjectSet, pod: Pod, container: Container): Field | undefined {
  return answerOf(container, set, () => findScriptFile(set, pod, container));
}

function findScriptFile(set: ObjectSet, pod: Pod, container: Container): Field | undefined {
  const path = pathOfScript(container);
  const mount = path === undefined ? undefined : container.volumeMounts.find((one) => {
    const mounted = normalPath(one.at('mountPath').text ?? '\n');
    return path === mounted || path.startsWith(`${mounted}/`);
  });
  const volume = pod.volumes.find((one) => mount && one.at('name').text === mount.at('name').text);
  const name = volume?.at('configMap', 'name').text;
  return name === undefined ? undefined
    : set.named('ConfigMap', name, pod.object)[0]?.at('data', mount!.at('subPath').text ?? path!.slice(path!.lastIndexOf('/') + 1));
}

/** The shell that is called with the file, or the one that its first line names. */
function shellOf(container: Container, text: string): string {
  const [first = ''] = container.at('command').texts;
  return (SHELLS.includes(first) ? first : /^#!\s*(\S*\benv\s+)?(\S+)/.exec(text)?.[2] ?? 'sh').replace(/^.*\//, '');
}

/** The file that a shell runs, or that is run as a script by itself. */
const pathOfScript = askedOnce((container: Container): string | undefined => {
  const words = container.at('command').items.filter(({ type }) => type === 'text');
  const [first] = words;
  return first?.ask(shellNamed) ? words.slice(1).map(({ text }) => text!).find((word) => /^\/\S+$/.test(word)) : first?.ask(isShellFile) ? first.text : undefined;
});

function isShellFile(word: unknown): boolean {
  return typeof word === 'string' && word.endsWith('.sh');
}
