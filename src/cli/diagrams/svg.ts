/** Text as a part of SVG. Control characters cannot stand in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[^\P{C}\t]/gu, '\ufffd').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function textAt(x: number, y: number, text: string, style = ''): string {
  return `<text x="${x}" y="${y}"${style ? ` class="${style}"` : ''}>${escapeXml(text)}</text>`;
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
