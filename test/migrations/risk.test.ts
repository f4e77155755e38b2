import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { describeEach, required } from '../support/programs';
import '../support/property-seed';
import { scriptFile } from '../support/scripts';

describeEach(['busybox awk', 'mawk', 'gawk --posix'], 'risk.awk in %s', (awk) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'risk-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  /** What is found in each text, one line each; one shell starts all programs, which takes less time than a start of each by Node.js. */
  const risks = (client: string, texts: string[]): string[] => {
    const files = texts.map((_, index) => path.join(folder, `${index}.sql`));
    files.forEach((file, index) => fs.writeFileSync(file, texts[index]));
    const each = 'while read -r file; do found=$("$@" "$file"); printf "%s\\n" "$found"; done';
    const words = [...awk.words, '-v', `client=${client}`, '-f', scriptFile('risk.awk')];
    return required('sh').output(['-euc', each, 'sh', ...words], { input: files.map((file) => `${file}\n`).join(''), env: { LC_ALL: 'C' } }).split('\n').slice(0, -1);
  };
  const risk = (client: string, sql: string): string => risks(client, [sql])[0];

  test.each([
    ['ROLLBACK', 'ROLLBACK;\nINSERT INTO a VALUES (2);'],
    ['ROLLBACK', 'rollback'],
    ['ROLLBACK', 'INSERT INTO a VALUES (1); /* then */ Rollback\n and chain;'],
    ['ROLLBACK', 'ROLLBACK WORK;'],
    ['ROLLBACK', "ROLLBACK PREPARED 'x';"],
    ['ABORT', 'SELECT 1;ABORT;'],
    ['PREPARE TRANSACTION', "PREPARE TRANSACTION 'x';"],
    ['ROLLBACK', 'SELECT $$ ; $$; ROLLBACK;'],
    ['ROLLBACK', 'SELECT a$b$c; ROLLBACK; SELECT ü$b$c;'],
    ['', 'SELECT $ü$; ROLLBACK; $ü$;'],
    ['ROLLBACK', String.raw`SELECT 'C:\'; ROLLBACK;`],
    ['ROLLBACK', 'COPY a (x) FROM stdin;\nx\n\\.\nROLLBACK;'],
    [String.raw`'\connect other'`, '\\connect other\r\n'],
    [String.raw`'\gexec'`, "SELECT 'ROLLBACK' \\gexec"],
    [String.raw`'\; ROLLBACK;'`, 'SELECT 1\\; ROLLBACK;'],
    [String.raw`'\i other.sql'`, '\\i other.sql'],
    [String.raw`'\set AUTOCOMMIT off'`, '\\set AUTOCOMMIT off'],
    [String.raw`'\echo \\ ROLLBACK;'`, '\\echo \\\\ ROLLBACK;'],
    ["'\\echo `psql`'", '\\echo `psql`'],
    ['', 'BEGIN; COMMIT; END;'],
    ['', 'SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a; ROLLBACK TRANSACTION TO a;'],
    ['', 'DO $$ BEGIN ROLLBACK; END $$;\nCREATE PROCEDURE p() AS $p_1$\n $$ ; ROLLBACK;\n$p_1$ LANGUAGE plpgsql;'],
    ['', String.raw`INSERT INTO a VALUES ('; ROLLBACK;', E'\'; ROLLBACK;', 'it''s; ROLLBACK;` + "\n; ROLLBACK;');"],
    ['', '-- ; ROLLBACK;\n/* ; ROLLBACK /* ; ROLLBACK */\n; ROLLBACK; */ SELECT "; ROLLBACK;";'],
    ['', 'COPY a (x) FROM stdin;\nROLLBACK;\n\\N\n\\.\nSELECT 1;'],
    ['', '\\set ON_ERROR_STOP on\r\n\\echo hello\n\\restrict abc\n'],
    ['', "CREATE TABLE rollback_log (rollback int, abort text); PREPARE x AS SELECT 1; SELECT 'a'::text;"],
  ])("finds '%s' for psql in %j", (expected, sql) => expect(risk('psql', sql)).toBe(expected));

  test.each([
    ['ROLLBACK', 'INSERT INTO a VALUES (1);\nROLLBACK;'],
    ['ROLLBACK', '/*!50003 ROLLBACK */;'],
    ['ROLLBACK', 'BEGIN NOT ATOMIC\n ROLLBACK;\nEND'],
    ['CALL', 'CALL p();'],
    ['EXECUTE', "EXECUTE IMMEDIATE 'ROLLBACK';"],
    ["'source'", 'DELIMITER //\nSELECT 1//\nsource other.sql//'],
    ["'connect'", 'INSERT INTO a VALUES (1); connect other;'],
    [String.raw`'\! ls'`, '\\! ls'],
    ['', 'CREATE TABLE a (source int, `rollback` int); # ROLLBACK\n-- ROLLBACK\n--\n/* ROLLBACK */ SELECT "rollback", ' + String.raw`'it\'s rollback';`],
    ['', 'SAVEPOINT a; ROLLBACK TO a; ROLLBACK WORK TO SAVEPOINT a;'],
    ['', 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nUSE other;\nSET autocommit = 0;'],
    ['', '/*M!999999\\- enable the sandbox mode */ \nSELECT 5--1;'],
  ])("finds '%s' for MariaDB's client in %j", (expected, sql) => expect(risk('mariadb', sql)).toBe(expected));

  const text = fc.string({ unit: fc.constantFrom('ROLLBACK;', ';', ' ', '\n', '--', '#', '/*', '*/', 'x', '$', '"', "'", '`', '$$', '\\') });
  const quoted: { [client: string]: fc.Arbitrary<string> } = {
    psql: fc.oneof(
      text.map((value) => `'${value.replace(/'/g, "''")}'`),
      text.map((value) => `E'${value.replace(/['\\]/g, '\\$&')}'`),
      text.map((value) => `"${value.replace(/"/g, '""')}"`),
      text.map((value) => `$body$${value}$body$`),
      text.map((value) => `/*${value.replace(/[/*]/g, '')}*/`),
    ),
    mariadb: fc.oneof(
      text.map((value) => `'${value.replace(/['\\]/g, '\\$&')}'`),
      text.map((value) => `"${value.replace(/\\/g, '\\\\').replace(/"/g, '""')}"`),
      text.map((value) => `\`${value.replace(/`/g, '``')}\``),
      text.map((value) => `/*${value.replace(/[/*!M]/g, '')}*/`),
    ),
  };
  test.each(Object.keys(quoted))('%s: what stands in quotes and comments is not a risk, and hides none behind it', (client) => {
    const harmless = fc.sample(fc.array(quoted[client], { minLength: 1, maxLength: 4 }), 60).map((parts) => `SELECT ${parts.join(' , ')};`);
    const risky = harmless.map((sql) => `${sql} ROLLBACK;`);
    const found = risks(client, [...harmless, ...risky]);
    expect(harmless.filter((_, index) => found[index] !== '')).toEqual([]);
    expect(risky.filter((_, index) => found[harmless.length + index] !== 'ROLLBACK')).toEqual([]);
  });
});
