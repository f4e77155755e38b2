import { IConstruct } from 'constructs';
import { at } from './errors';
import { checkNamedGroups, checkPattern } from './patterns';

/** A regular expression as awk can match it, which knows no groups: a group, or what stands between groups. */
export interface PatternPart {
  readonly group?: string;
  readonly pattern: string;
}

/** The parts of a pattern that fits whole lines, such as `requests=(?<requests>[0-9]+)`. */
export function toParts(where: IConstruct, pattern: string): PatternPart[] {
  checkNamedGroups(where, pattern);
  const parts: PatternPart[] = [];
  let rest = unanchored(pattern);
  for (let start = rest.indexOf('(?<'); start >= 0; start = rest.indexOf('(?<')) {
    const [, group] = /^\(\?<([^>]*)>/.exec(rest.slice(start))!;
    const end = closing(rest, start);
    parts.push({ pattern: rest.slice(0, start) }, { group, pattern: rest.slice(start + group.length + 4, end) });
    rest = rest.slice(end + 1);
  }
  return [...parts, { pattern: rest }].filter((part) => part.group !== undefined || part.pattern !== '').map((part) => {
    try {
      checkPattern(where, part.pattern);
    } catch {
      throw new Error(`pattern '${pattern}' in ${at(where)} has a named group that is empty, repeated, or inside another group or alternative:`
        + ' write a pattern for each form of the line');
    }
    return part;
  });
}

/** Whole lines are matched anyway. */
function unanchored(pattern: string): string {
  return pattern.replace(/^\^/, '').replace(/((?:^|[^\\])(?:\\\\)*)\$$/, '$1');
}

/** Where the bracket at `start` is closed; classes and escapes have none that count. */
function closing(text: string, start: number): number {
  const bare = text.replace(/\\.|\[\^?(?:\[:[a-z]+:\]|[^\]])*\]/g, (match) => 'x'.repeat(match.length));
  let depth = 0;
  let index = start;
  do {
    depth += bare[index] === '(' ? 1 : bare[index] === ')' ? -1 : 0;
    index++;
  } while (depth > 0 && index < bare.length);
  return index - 1;
}
