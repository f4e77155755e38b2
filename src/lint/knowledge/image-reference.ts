// https://github.com/distribution/reference: the grammar by which the kubelet and container runtimes read the names of images.
const ALPHANUMERIC = '[a-z0-9]+';
const COMPONENT = `${ALPHANUMERIC}(?:(?:[._]|__|-+)${ALPHANUMERIC})*`;
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const REGISTRY = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::\\d+)?`;
const DIGEST = '(?!sha256:)[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}|sha256:[0-9a-f]{64}';
const REFERENCE = new RegExp(`^(?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*(?::\\w[\\w.-]{0,127})?(?:@(?:${DIGEST}))?$`);

/** More than any name has: a registry, 255 characters of a repository, 128 of a tag, and a digest. */
const LONGEST = 1000;

/** What tells most about a name stands first. */
const FAULTS: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/^$/, 'is empty'],
  [/\s/, 'has whitespace in it'],
  [/^[a-z]+:\/\//, 'starts with the scheme of a URL'],
  [/@sha256:/, 'has a digest without 64 lowercase hexadecimal digits'],
  [/[:@]$/, 'has an empty tag or digest'],
  [/:[^/:@]*[^\w.\-/:@][^/:@]*(?:@|$)/, "has a tag with other characters than A to Z, digits, '_', '.' and '-'"],
  [/^(?:[^/]*[.:][^/]*\/|localhost\/)?[^:@]*[A-Z]/, 'has uppercase letters in the repository'],
];

/** Characters that no name has and nobody writes by mistake, a name without a beginning, schemes of tools that build images, such as `ko://`, and words: `FILLED BY THE OPERATOR`, `YOUR_REGISTRY/web`, `webImage`. */
const PLACEHOLDERS: readonly RegExp[] = [
  /[^\p{Script=Latin}\d_.\-/:@\s,;+]|\.\.\.|^[-:]/u,
  /^(?!https?:|docker:|oci:)\w+:\/\//,
  /\b(?:YOUR|FILLED|REPLACE|CHANGE|CHANGEME|TODO|PLACEHOLDER|IMAGE|TAG|VERSION|NAME|REGISTRY|REPO|REPOSITORY|PROJECT|REGION|USER|USERNAME|ORG|OWNER|ACCOUNT|HOST)\b|[A-Z]_|_[A-Z]/,
  /^[a-z]\w*Image$/,
];

/** Whether a tool or an operator puts in another name. */
export function isPlaceholder(name: string): boolean {
  return name !== '' && (name.trim() === '' || PLACEHOLDERS.some((one) => one.test(name)));
}

/** Why no container can have an image of this name: the API server or the kubelet refuses it. Undefined where they take it. */
export function faultOfReference(name: string): string | undefined {
  if (name.length > LONGEST) {
    return 'is too long';
  }
  return REFERENCE.test(name) ? undefined : FAULTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'does not have the form registry/repository:tag';
}
