import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { BAD, Folder } from '../support/command';

const MAIN = path.resolve(__dirname, '../../../lib/cli/main.js');

const folder = new Folder();
afterAll(() => folder.remove());

test('several threads find the same as one, in the same order', () => {
  for (let index = 0; index < 160; index++) {
    const service = `---\napiVersion: v1\nkind: Service\nmetadata: {name: s${index}}\nspec: {selector: {app: none-${index}}, ports: [{port: 80}]}\n`;
    folder.write(`all/${index}.yaml`, (index % 3 === 0 ? BAD : index % 7 === 0 ? 'a: [' : '') + service);
  }
  const [one, two] = ['1', '2'].map((threads) => {
    try {
      return execFileSync(process.execPath, [MAIN, 'lint', 'all', '--format', 'json', '--threads', threads], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  });
  expect(JSON.parse(one).findings.length).toBeGreaterThan(50);
  expect(two).toBe(one);
});
