/** A section of Fluentd's configuration, as its own parser understands it. */
export interface ParsedSection {
  readonly name: string;
  readonly argument: string;
  readonly parameters: { [name: string]: string };
  readonly sections: ParsedSection[];
}

/** Reads as fluent/config/v1_parser.rb does; Ruby in double quotes is left as it stands. */
export function parseFluentd(text: string): ParsedSection[] {
  const root: ParsedSection = { name: '', argument: '', parameters: {}, sections: [] };
  const open = [root];
  for (const line of text.split('\n').map((one) => one.replace(/^[ \t]+/, ''))) {
    const inside = open[open.length - 1];
    if (line === '' || line.startsWith('#')) {
      continue;
    }
    const end = /^<\/([a-zA-Z0-9_]+)>$/.exec(line);
    const start = /^<([a-zA-Z0-9_]+) ?([^>]*)>$/.exec(line);
    if (end) {
      expect(open.pop()!.name).toBe(end[1]);
    } else if (start) {
      const section = { name: start[1], argument: start[2], parameters: {}, sections: [] };
      inside.sections.push(section);
      open.push(section);
    } else {
      const [name, rest] = readText(line, /[ \t]/);
      const [value, after] = readText(rest.replace(/^[ \t]+/, ''), /[ \t]+#|$/);
      expect(after.trim()).toBe('');
      Object.defineProperty(inside.parameters, name, { value, enumerable: true });
    }
  }
  expect(open).toEqual([root]);
  return root.sections;
}

/** A text at the start of a line, and what follows it. */
function readText(line: string, boundary: RegExp): [text: string, rest: string] {
  if (line.startsWith('\'')) {
    const [quoted] = /^'(\\'|\\\\|[^'\n\r])*?'/.exec(line)!;
    return [quoted.slice(1, -1).replace(/\\(['\\])/g, '$1'), line.slice(quoted.length)];
  }
  if (line.startsWith('"')) {
    const [quoted] = /^"#\{[^}]*\}"/.exec(line)!;
    return [quoted, line.slice(quoted.length)];
  }
  const end = boundary.exec(line)?.index ?? line.length;
  return [line.slice(0, end), line.slice(end)];
}
