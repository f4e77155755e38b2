import { hereDocumentIndented as rule } from '../../../src/lint/rules/here-document-indented';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test('a text of which each line is indented is found', () => {
  expect(messagesOf(rule, pod('while true; do\n  cat <<EOF\n  up 1\n  x 2\nEOF\ndone'))).toEqual([
    "spec.containers.0.command.2: the script of container 'a' indents each line of its here-document EOF, and the blanks are part of the text",
  ]);
});

test.each(['cat <<EOF\na:\n  b: 1\nEOF', 'cat <<EOF\n\nEOF', 'cat <<-EOF\n\tx\n\tEOF', 'cat <<EOF\n  x\n  EOF', 'psql <<EOSQL\n  SELECT 1;\nEOSQL'])('%j is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
