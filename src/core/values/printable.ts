/** A text as one line, without what would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\t]/gu, '\ufffd');
}

/** What takes no column of a terminal: accents that stand on the character before, what only chooses its look, and vowels in a syllable of Hangul. */
const NO_COLUMN = /[\p{M}\u1160-\u11ff]/u;
/** What takes two columns: scripts of East Asia and emoji; of flags, which are two letters, each takes one. */
const TWO_COLUMNS = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|(?!\p{RI})\p{Emoji_Presentation}/u;

/** How many columns of a terminal a text takes. */
export function shownWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + (character < '\u0300' ? 1 : NO_COLUMN.test(character) ? 0 : TWO_COLUMNS.test(character) ? 2 : 1), 0);
}
