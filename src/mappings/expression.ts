import { compile, tokenize, TreeInterpreter, type JSONValue } from '@jmespath-community/jmespath';
import { invalidInput } from '../lib/app-error.ts';
import { findExcess, type ExpressionNode } from './expression-bounds.ts';

export const MAX_EXPRESSION_LENGTH = 1000;

/** @throws Error when the expression does not fit the value */
export type Expression = (value: unknown) => unknown;

/**
 * A JMESPath expression, ready to be used on any number of values.
 * @throws AppError invalid_input `jmes_path_invalid` with the place at fault, `jmes_path_refused`
 */
export function compileExpression(text: string): Expression {
  const node = parse(text);
  const excess = findExcess(node);
  if (excess !== undefined)
    throw invalidInput('jmes_path_refused', `The expression is not taken: ${excess}.`, '/jmes_path');
  return (value) => TreeInterpreter.search(node, value as JSONValue);
}

function parse(text: string): ExpressionNode {
  if (text.length > MAX_EXPRESSION_LENGTH)
    throw invalidInput(
      'jmes_path_refused',
      `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`,
      '/jmes_path',
    );
  try {
    return compile(text);
  } catch {
    throw invalidInput(
      'jmes_path_invalid',
      `The expression is not valid JMESPath at character ${placeOfError(text)}.`,
      '/jmes_path',
    );
  }
}

/** Counted from 1: the first token that can't stand where it stands. The library tells no place. */
function placeOfError(text: string): number {
  const starts = findTokens(text);
  if (typeof starts === 'number') return starts;
  const wrong = starts.findIndex((_, index) => !canBegin(text.slice(0, starts[index + 1] ?? text.length)));
  return (wrong === -1 ? text.length : starts[wrong]!) + 1;
}

/** Where each token starts; or the place of the character that no token has. */
function findTokens(text: string): number[] | number {
  try {
    return tokenize(text).map(({ start }) => start);
  } catch {
    const lengths = Array.from({ length: text.length }, (_, index) => index + 1);
    return lengths.find((length) => !canBeRead(text.slice(0, length))) ?? text.length + 1;
  }
}

/** More may follow that makes it valid. */
function canBegin(part: string): boolean {
  try {
    compile(part);
    return true;
  } catch (error) {
    return String(error).includes('EOF');
  }
}

function canBeRead(part: string): boolean {
  try {
    tokenize(part);
    return true;
  } catch (error) {
    // A text that was not closed may be closed by what follows.
    return !String(error).includes('unknown character');
  }
}
