import { hasImage, SHELL_IMAGES } from '../knowledge/image';
import { scriptOf, SHELLS } from '../knowledge/script';
import { Rule } from '../rule';

/** What neither dash nor the shell of busybox can read. */
const BASH_ONLY: { readonly [what: string]: RegExp } = {
  'an array': /(^|[\s;])(declare\s+-[aA]\b|\w+=\((?!\())|\$\{\w+\[/m,
  '<<<': /<<</,
  'a process substitution': /[\s]<\(\s*\w/,
};

export const bashInSh: Rule = {
  id: 'bash-in-sh',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: [...SHELLS, 'ConfigMap'],
  what: 'Finds arrays, here-strings and process substitutions in scripts that `sh` runs: in containers, and in files of ConfigMaps that begin with `#!/bin/sh`.',
  why: 'Only bash has them. The `sh` of Debian, Ubuntu, Alpine and busybox stops with a syntax error, and the container restarts for ever.',
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

  checkPod(pod, report) {
    for (const container of pod.containers.filter((one) => hasImage(one, ...SHELL_IMAGES.filter((image) => !['bash', 'fedora', 'centos'].includes(image))))) {
      const script = scriptOf(container);
      const found = script && ['sh', 'ash', 'dash'].includes(script.shell) && bashIn(script.text);
      if (found) {
        report({ at: script.field, message: `the script of container '${container.name}' has ${found}, which ${script.shell} cannot read`, help: HELP });
      }
    }
  },

  checkObject(object, report) {
    for (const file of object.kind === 'ConfigMap' ? object.at('data').fields : []) {
      const found = /^#!\s*(\/usr)?\/bin\/(env\s+)?(sh|dash|ash)\b/.test(file.text ?? '') && bashIn(file.text!.replace(/(^|\s)#[^\n]*/g, '$1'));
      if (found) {
        report({ at: file, message: `${file.key} has ${found}, which sh cannot read`, help: HELP });
      }
    }
  },
};

const HELP = 'write it for sh, or run it by bash in an image that has it';

function bashIn(text: string): string | undefined {
  const plain = text.replace(/'[^']*'/g, "''");
  return Object.keys(BASH_ONLY).find((what) => BASH_ONLY[what].test(plain));
}
