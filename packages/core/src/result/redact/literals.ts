/** Texts and numbers in SQL. A number counts only behind an operator or a bracket: `stage 12` and `table_2` are no literals. */
const textLiteral = /'(?:[^'\\]|\\.|'')*'/g;
const numberLiteral =
  /(?<=(?:[=<>(,]|\b(?:between|and|limit|offset|in|then|else|when))\s*)-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/gi;
const sqlVerb = /\b(?:select|insert|update|delete|merge|create|alter|drop|with|values|where|call)\b/i;

/** Puts `?` for the literals of a text that holds SQL; other texts stay as they are. */
export function hideLiterals(text: string): string {
  return sqlVerb.test(text) ? text.replace(textLiteral, "'?'").replace(numberLiteral, '?') : text;
}
