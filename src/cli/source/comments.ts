import { Document, Scalar, visit } from 'yaml';
import { Lines } from './lines';
import { Suppression } from '../../lint/suppression/suppression';

/** `# pod-lint-ignore RULE, RULE: REASON` */
const COMMENT = /(?<=^|[ \t])#[ \t]*pod-lint-ignore\b[ \t]*([a-z0-9, \t-]*?)[ \t]*(?::[ \t]*(.*?))?[ \t]*$/gm;

/** A document, and where it starts in its file. */
interface Commented {
  readonly text: string;
  readonly offset: number;
  readonly nodes: Document;
}

/** The suppressions in the comments of a document. One behind something covers its line; one on a line of its own, the next line that has something. */
export function commentedSuppressions(file: string, lines: Lines, document: Commented): Suppression[] {
  const { text, offset } = document;
  const comments = text.includes('pod-lint-ignore') ? [...text.matchAll(COMMENT)].filter(({ index }) => !isInScalar(document, index)) : [];
  return comments.flatMap((comment) => {
    const [written, names, reason = ''] = comment;
    const rules = names.split(',').map((name) => name.trim());
    const without = (index: number): string => `# pod-lint-ignore ${rules.filter((_, other) => other !== index).join(', ')}: ${reason}`;
    const region = lines.region(offset + comment.index, offset + comment.index + written.trimEnd().length);
    return rules.map((rule, index): Suppression => ({
      rule,
      reason,
      scope: { file, lines: [region.startLine, coveredLine(lines, region.startLine)] },
      place: { object: file, origin: { file }, path: [], ...lines.shown(region) },
      written: `comment '${`pod-lint-ignore ${rule}`.trimEnd()}'`,
      rest: rules.length === 1 ? '' : without(index),
    }));
  });
}

function coveredLine(lines: Lines, at: number): number {
  let line = at;
  while (line - at < 1000 && /^\s*(#|$)/.test(lines.textOf(line)) && lines.offset(line) < lines.offset(line + 1)) {
    line++;
  }
  return line;
}

/** A `#` in a script is no comment of the YAML, but one behind the `|` above it is. */
function isInScalar({ nodes, text }: Commented, offset: number): boolean {
  let inside = false;
  visit(nodes, {
    Scalar(_, { range, type }) {
      if (range) {
        const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
        const from = isBlock ? text.indexOf('\n', range[0]) : range[0];
        inside ||= from >= 0 && from <= offset && offset < range[1];
      }
      return inside ? visit.BREAK : undefined;
    },
  });
  return inside;
}
