import { hereDocumentWithoutEnd as rule } from '../../../src/lint/rules/here-document-without-end';
import { messagesOf } from '../support/findings';

const pod = (script: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', command: ['sh', '-c', script] }] } });

test.each([
  ['cat <<EOF\n  x\n  EOF\nrun', ', but an indented one'],
  ["cat > /x <<'END'\nx\nrun", ''],
  ['cat <<-EOF\n    x\n    EOF\nrun', ', but an indented one'],
])('%j is found', (script, how) => {
  expect(messagesOf(rule, pod(script))).toEqual([expect.stringMatching(new RegExp(`the script of container 'a' has no line '\\w+' that ends its here-document${how}$`))]);
});

test.each(['cat <<EOF\nx\nEOF\nrun', 'cat <<-EOF\n\tx\n\tEOF\nrun', 'cat <<"E O"', 'echo $((1 << 2))\nrun', 'cat <<< "$x"\nrun', 'cat <<A <<B\nx\nA\ny\nB\nrun'])('%j is left alone', (script) => {
  expect(messagesOf(rule, pod(script))).toEqual([]);
});
