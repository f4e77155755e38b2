import { BAD, Folder, RULE } from '../support/command';

let folder: Folder;
afterEach(() => folder.remove());

describe('comments', () => {
  const withComment = (line: number, comment: string): string => {
    const lines = BAD.split('\n');
    lines[line - 1] += ` ${comment}`;
    return lines.join('\n');
  };

  test.each([8, 12])('on line %d, one of the lines of the finding, suppress it', async (line) => {
    folder = new Folder({ 'a.yaml': withComment(line, `# pod-lint-ignore ${RULE}: A webhook renames one.`).replace('# the first # pod', '# pod') });
    expect(await folder.found('a.yaml')).toEqual([]);
  });

  test('suppress what stands below them', async () => {
    folder = new Folder({ 'a.yaml': BAD.replace('      name: app', `      # pod-lint-ignore ${RULE}: A webhook renames one.\n      # And more.\n      name: app`) });
    expect(await folder.found('a.yaml')).toEqual([]);
  });

  test('elsewhere suppress nothing, which is a finding, and --fix takes them away', async () => {
    const text = withComment(4, `# pod-lint-ignore ${RULE}: Why not.`);
    folder = new Folder({ 'a.yaml': text });
    expect(await folder.found('a.yaml')).toEqual(['a.yaml:4 unused-suppression', `a.yaml:12 ${RULE}`]);
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(BAD);
  });

  test('at a text cover what aliases make of it, and at an alias what that makes of it', async () => {
    const aliased = (atText: string, atAlias: string): string => BAD.replace('name: web', `name: &n app${atText}`).replaceAll(/name: app.*/g, `name: *n${atAlias}`);
    const comment = ` # pod-lint-ignore ${RULE}: A webhook renames one.`;
    folder = new Folder({ 'a.yaml': aliased('', ''), 'b.yaml': aliased(comment, ''), 'c.yaml': aliased('', comment) });
    expect(await folder.found('.')).toEqual([`a.yaml:12 ${RULE}`]);
  });

  test.each(['', ':', ': Why not.', `: ${RULE} Why not.`])('without a rule are a finding that says how to write one (%j)', async (rest) => {
    folder = new Folder({ 'a.yaml': withComment(12, `# pod-lint-ignore${rest}`) });
    const { stdout } = await folder.run('lint', 'a.yaml');
    expect(stdout).toContain("comment 'pod-lint-ignore' names no rule");
    expect(stdout).toContain("write it like 'pod-lint-ignore RULE: REASON', or remove it");
  });

  test('without a reason suppress nothing', async () => {
    folder = new Folder({ 'a.yaml': withComment(12, `# pod-lint-ignore ${RULE}`) });
    expect(await folder.found('a.yaml')).toEqual([`a.yaml:12 ${RULE}`, 'a.yaml:12 suppression-without-reason']);
  });

  test('of several rules lose the one that suppresses nothing, by --fix', async () => {
    const text = withComment(12, `# pod-lint-ignore no-such, ${RULE}, unused-volume: A webhook renames one.`);
    folder = new Folder({ 'a.yaml': text });
    expect(await folder.found('a.yaml')).toEqual(['a.yaml:12 unused-suppression', 'a.yaml:12 unused-suppression']);
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(withComment(12, `# pod-lint-ignore ${RULE}: A webhook renames one.`));
  });

  test('of rules that are not asked may be needed another time', async () => {
    const comment = withComment(4, `# pod-lint-ignore ${RULE}: Why not.`);
    folder = new Folder({ 'a.yaml': comment, 'pod-lint.yaml': `rules: {${RULE}: off}\n` });
    expect(await folder.found('a.yaml')).toEqual([]);
  });

  test('of rules that cross objects may be needed with other files, so --fix leaves them', async () => {
    const comment = withComment(4, '# pod-lint-ignore service-selects-nothing: In another folder.');
    folder = new Folder({ 'a.yaml': comment });
    expect(await folder.found('a.yaml')).toContain('a.yaml:4 unused-suppression');
    await folder.run('lint', '--fix', 'a.yaml');
    expect(folder.read('a.yaml')).toBe(comment);
  });

  test.each(['|-', '>-'])('behind the %s of a block of text suppress what is found in it, and --fix takes unused ones away', async (header) => {
    const image = (comment: string): string => BAD.replace('name: app\n', `name: ${header}${comment}\n        app\n`).replace('# the first\n', '\n');
    folder = new Folder({ 'a.yaml': image(` # pod-lint-ignore ${RULE}: A webhook renames one.`), 'b.yaml': image(' # pod-lint-ignore no-such: Why not.') });
    expect(await folder.found('a.yaml')).toEqual([]);
    expect(await folder.found('b.yaml')).toEqual([`b.yaml:12 ${RULE}`, 'b.yaml:12 unused-suppression']);
    await folder.run('lint', '--fix', 'b.yaml');
    expect(folder.read('b.yaml')).toBe(image(''));
  });

  test('in a script are none', async () => {
    folder = new Folder({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    # pod-lint-ignore x: Why not.\n    true\n' });
    expect(await folder.found('a.yaml')).toEqual([]);
  });
});
