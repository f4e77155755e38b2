import { Rule } from './rule';

/** The page of a rule, in Markdown. */
export function pageOf({ id, since, severity, persona, what, why, source, example, exampleMinor, instead, fix }: Rule): string {
  const fixes = fix === undefined
    ? 'There is none.'
    : `It is ${fix}: \`--fix${fix === 'safe' ? '' : '=unsafe'}\` makes it.`;
  return `# ${id}

Severity: ${severity}. ${persona === 'strict' ? 'Only with `--strict`. ' : ''}Since version ${since}.${exampleMinor === undefined ? '' : ` The example is for Kubernetes 1.${exampleMinor}.`}

## What it does

${what}

## Why this is bad

${why}

See <${source}>.

## Example

\`\`\`yaml
${shown(example)}
\`\`\`

## Use instead

\`\`\`yaml
${shown(instead)}
\`\`\`

## Fix

${fixes}
`;
}

/** Without what nobody reads: a line that is too long is cut. */
function shown(yaml: string): string {
  const lines = yaml.trim().split('\n');
  return lines.map((line) => line.length > 200 ? `${line.slice(0, 60)}… and ${line.length - 60} characters more` : line).join('\n');
}

/** All rules as a table, in Markdown, with links to their pages. */
export function indexOf(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  const rows = sorted.map(({ id, severity, persona, what, fix = '-' }) => {
    const grade = persona === 'strict' ? `${severity}, strict` : severity;
    return `| [${id}](rules/${id}.md) | ${grade} | ${what.replace(/\|/g, '\\|')} | ${fix} |`;
  });
  return `# Rules of the linter

An **error** cannot work: the API server rejects it, or a container never starts or never ends. A **warning** works until it does not. An **info** is
worth knowing. Rules marked **strict** are reported with \`--strict\` only, because a good manifest may have reasons for what they find. A **safe**
fix keeps what the manifest means, an **unsafe** one may change how the program behaves.

| rule | severity | what it does | fix |
|---|---|---|---|
${rows.join('\n')}
`;
}

const ORDER = ['error', 'warning', 'info'];
