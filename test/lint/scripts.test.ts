import { findingsOf } from './support/findings';
import { RULES } from '../../src/lint/rules';

/** Scripts that sidecars and init containers run, and the rule that is to find something in them, however it is written. */
const FAULTS: readonly (readonly [rule: string, place: 'sidecar' | 'init', script: string])[] = [
  ['glob-expanded-once', 'sidecar', 'tail -F /logs/*.log'],
  ['tail-of-missing-file', 'sidecar', 'tail -f /logs/app.log'],
  ['log-printed-again', 'sidecar', 'while true; do cat /logs/app.log; sleep 5; done'],
  ['log-writer-without-storage-limit', 'sidecar', 'date >> /var/log/clock.log'],
  ['read-changes-lines', 'sidecar', 'tail -F /logs/a.log | while read line; do echo $line; done'],
  ['json-cut-up', 'sidecar', 'grep -o \'"level":"[a-z]*"\' /logs/a.json'],
  ['json-glued-together', 'sidecar', 'tail -F /logs/a.log | while read -r line; do printf \'{"message": "%s"}\' "$line"; done'],
  ['redaction-incomplete', 'sidecar', "tail -F /logs/a.log | sed 's/password=[^ ]*/password=x/'"],
  ['script-ignores-sigterm', 'sidecar', 'while true; do date; sleep 5; done'],
  ['program-not-in-image', 'sidecar', 'curl http://127.0.0.1'],
  ['migration-goes-on', 'init', 'for f in /migrations/*.sql; do psql -f $f; done'],
  ['wait-without-end', 'init', 'until nc -z database 5432; do sleep 1; done'],
  ['init-does-nothing', 'init', 'echo waiting; sleep 5'],
  ['process-per-line', 'sidecar', 'while read -r l; do a=$(echo "$l" | cut -f1) b=$(echo "$l" | cut -f2) c=$(echo "$l" | cut -f3); done'],
  ['here-document-without-end', 'sidecar', 'cat <<EOF > /x\n  up 1\n  EOF'],
  ['shell-without-exec', 'sidecar', 'nginx -g "daemon off;"'],
];

function found(place: 'sidecar' | 'init', script: string): string[] {
  const container = { name: 'checked', image: 'busybox:1.37.0', command: ['sh', '-c', script] };
  const spec = place === 'init' ? { initContainers: [container], containers: [{ name: 'web', image: 'acme/web:1' }] }
    : { containers: [{ name: 'web', image: 'acme/web:1' }, container] };
  return findingsOf(RULES, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec })).map(({ rule }) => rule);
}

const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

test.each(FAULTS)('%s is found in a script of a %s, in a function, in a script of its own, and behind eval', (rule, place, script) => {
  expect(found(place, script)).toContain(rule);
  if (!script.includes('<<')) {
    expect(found(place, `run() {\n${script}\n}\nrun`)).toContain(rule);
  }
  expect(found(place, `sh -c ${quoted(script)}`)).toContain(rule);
  expect(found(place, `eval ${quoted(script)}`)).toContain(rule);
});

test.each(FAULTS)('%s is not found in a script of a %s where it is a comment, printed, or a text for somebody else', (rule, place, script) => {
  const serve = 'exec httpd -f -p 8080';
  const comment = script.replace(/^/gm, '# ');
  expect(found(place, `${comment}\n${serve}`)).not.toContain(rule);
  expect(found(place, `cat > /tmp/page <<'END'\n${script}\nEND\n${serve}`)).not.toContain(rule);
  if (!script.includes('\n')) {
    expect(found(place, `echo ${quoted(script)}; ${serve}`)).not.toContain(rule);
  }
});
