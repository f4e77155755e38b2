import { shownWidth } from '../../core/values/printable';

/** Text as a part of SVG. Control characters cannot stand in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[^\P{C}\t]/gu, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** How wide a text is at most in the fonts that readers have, by the class that it is written in. */
export function widthOf(text: string, style = ''): number {
  const size = style === 'title' ? 11 : style === 'name' ? 9 : style === 'small' ? 7 : 8;
  return Math.ceil(shownWidth(shortened(text)) * size);
}

/** The width of the widest one. */
export function widest(texts: readonly string[], style = ''): number {
  return Math.max(0, ...texts.map((text) => widthOf(text, style)));
}

/** A text; all of a very long one is shown by readers that have a pointer. */
export function textAt(x: number, y: number, text: string, style = ''): string {
  const whole = shortened(text) === text ? '' : `<title>${escapeXml(text)}</title>`;
  return `<text x="${x}" y="${y}"${style ? ` class="${style}"` : ''}>${whole}${escapeXml(shortened(text))}</text>`;
}

const LONGEST = 150;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export function box(x: number, y: number, width: number, height: number, style: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${style}"/>`;
}

/** A whole picture: it loads nothing, and follows the colours of its reader's system. */
export function svg(title: string, width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escapeXml(title)}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.name { font-weight: 600; }
.small { font-size: 11px; fill: #57606a; }
.pod { fill: none; stroke: #8c959f; stroke-dasharray: 4 3; }
.init { fill: #fff8c5; stroke: #bf8700; }
.sidecar { fill: #ddf4ff; stroke: #0969da; }
.regular { fill: #dafbe1; stroke: #1a7f37; }
.volume { fill: #f6f8fa; stroke: #6e7781; }
.line { fill: none; stroke: #57606a; stroke-width: 1.5; }
.read-only { stroke-dasharray: 3 3; }
.bad { fill: none; stroke: #cf222e; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; }
  text { fill: #e6edf3; }
  .small { fill: #9198a1; }
  .init { fill: #3b2e00; } .sidecar { fill: #0c2d6b; } .regular { fill: #0f3d1f; } .volume { fill: #161b22; }
}
</style>
${parts.join('\n')}
</svg>
`;
}
