import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { scriptFiles, SHELLS } from '../knowledge/script';
import { inScriptsOf } from '../knowledge/script-checks';
import { ShellScript } from '../knowledge/shell/commands';
import { BashOnly } from '../knowledge/shell/syntax';
import { Container } from '../model/container';
import { Field } from '../model/field';
import { Report, Rule } from '../rule';

/** What busybox has, and the sh of Debian and Ubuntu has not. */
const IN_BUSYBOX: readonly BashOnly[] = ['[[', 'the word function'];

const IN_CONTAINERS = inScriptsOf(({ containers }) => containers.filter(withoutBash), (container, { field, code, shell }, _, report) => {
  if (['sh', 'ash', 'dash'].includes(shell) && !saysSh(field)) {
    const known = hasImage(container, DASH_IMAGES) ? [] : IN_BUSYBOX;
    tell(code, known, field, `the script of container '${container.name}'`, shell, report);
  }
});

export const bashInSh: Rule = {
  id: 'bash-in-sh',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: [...SHELLS, 'ConfigMap'],
  mentions: ['#!', 'busybox', 'alpine', 'ubuntu', 'debian', 'curlimages'],
  what: 'Finds arrays, here-strings and process substitutions in scripts that `sh` runs: in containers, and in files of ConfigMaps that begin with `#!/bin/sh`.',
  why: 'Only bash has them. The `sh` of Debian, Ubuntu, Alpine and busybox stops with a syntax error, and the container restarts forever.',
  source: 'https://www.shellcheck.net/wiki/SC3030',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
data:
  agent.sh: |
    #!/bin/sh
    operations=("read" "write")
    for operation in "\${operations[@]}"; do
      echo "$operation"
    done
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
data:
  agent.sh: |
    #!/bin/sh
    for operation in read write; do
      echo "$operation"
    done
`,

  checkPod: IN_CONTAINERS.checkPod,
  concerns: IN_CONTAINERS.concerns,
  looksAtConfigs: true,
  checkAmong: IN_CONTAINERS.checkAmong,

  checkObject(object, report) {
    scriptFiles(object).filter(({ field }) => saysSh(field)).forEach(({ field, code }) => tell(code, IN_BUSYBOX, field, String(field.key), 'sh', report));
  },
};

const DASH_IMAGES = ['debian', 'ubuntu'];
const WITHOUT_BASH = SHELL_IMAGES.filter((image) => !['bash', 'fedora', 'centos'].includes(image));

function withoutBash(container: Container): boolean {
  return hasImage(container, WITHOUT_BASH);
}

/** A file of a ConfigMap that begins with `#!/bin/sh`. */
function saysSh(file: Field): boolean {
  return file.object.kind === 'ConfigMap' && /^#!\s*(\/usr)?\/bin\/(env\s+)?(sh|dash|ash)\b/.test(file.text ?? '');
}

function tell({ bashOnly }: ShellScript, known: readonly BashOnly[], at: Field, where: string, shell: string, report: Report): void {
  const found = [...bashOnly].find((what) => !known.includes(what));
  if (found) {
    report({ at, message: `${where} has ${found}, which ${shell} cannot read`, help: 'write it for sh, or run it by bash in an image that has it' });
  }
}
