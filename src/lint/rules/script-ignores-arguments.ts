import { beginningOf } from '../knowledge/beginning-of';
import { commandLinesOf } from '../knowledge/command-lines';
import { scriptIn, SHELLS } from '../knowledge/script';
import { Field } from '../model/field';
import { Rule } from '../rule';

export const scriptIgnoresArguments: Rule = {
  id: 'script-ignores-arguments',
  since: '1.0.0',
  severity: 'warning',
  persona: 'regular',
  needs: SHELLS,
  what: 'Finds arguments behind the script of `sh -c` that the script does not use.',
  why: '`sh -c` runs one argument, the script. What comes behind it is not part of the command: it becomes `$0`, `$1` and so on of the script. '
    + '`[sh, -c, echo, hello]` prints an empty line.',
  source: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [sh, -c]
      args: [/app/server, --port, "8080"]
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [/app/server]
      args: [--port, "8080"]
`,

  checkPod(pod, report) {
    for (const container of pod.containers) {
      for (const words of commandLinesOf(container)) {
        const script = scriptIn(words)?.field;
        const more = script ? words.slice(words.indexOf(script) + 1) : [];
        if (script && areIgnored(script, more)) {
          report({
            at: more[0],
            message: `a shell of container '${container.name}' runs '${beginningOf(script.text!)}' without what is behind it`,
            help: 'call the program without a shell, or write all of it into the script',
            related: [{ at: script, message: 'the shell runs this alone' }],
          });
        }
      }
    }
  },
};

/** A script of several words may have one more behind it: the name in its messages, `$0`. */
function areIgnored(script: Field, more: readonly Field[]): boolean {
  const isWhole = script.ask(isSeveralWords) && more.length === 1 && more[0].ask(isName);
  return more.length > 0 && !isWhole && !script.ask(usesArguments);
}

function isSeveralWords(script: unknown): boolean {
  return /\S\s+\S/.test(script as string);
}

function isName(word: unknown): boolean {
  return /^(-|--|[^-\s]\S*)$/.test(word as string);
}

/** A loop without a list goes through the arguments. */
function usesArguments(script: unknown): boolean {
  return /\$(?:[\d@*#]|\{[!#]?[\d@*#])|\b(?:shift|getopts)\b|\bfor\s+\w+\s*(?:;|\bdo\b|\n)|\{\{/.test(script as string);
}
