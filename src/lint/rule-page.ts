import { Rule } from './rule';

/** The page of a rule, in Markdown. */
export function pageOf({ id, since, severity, persona, what, why, source, example, instead, fix }: Rule): string {
  const fixes = fix === undefined
    ? 'There is none.'
    : `It is ${fix}: \`--fix${fix === 'safe' ? '' : '=unsafe'}\` makes it.`;
  return `# ${id}

Severity: ${severity}. ${persona === 'strict' ? 'Only with `--strict`. ' : ''}Since version ${since}.

## What it does

${what}

## Why this is bad

${why}

See <${source}>.

## Example

\`\`\`yaml
${example.trim()}
\`\`\`

## Use instead

\`\`\`yaml
${instead.trim()}
\`\`\`

## Fix

${fixes}
`;
}
