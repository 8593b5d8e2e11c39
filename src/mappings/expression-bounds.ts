import type { compile } from '@jmespath-community/jmespath';

export type ExpressionNode = ReturnType<typeof compile>;

const MAX_NODES = 200;
/** How many times as much as the value itself an expression may come to, at worst. */
const MAX_GROWTH = 50;
const MAX_GLUE = 16;

/** What each function's answer may be as a multiple of its arguments. Others could make much of little, and are not offered. */
const FUNCTION_GROWTH: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (
      'abs avg ceil contains ends_with find_first find_last floor keys length map max max_by merge min min_by ' +
      'not_null reverse sort sort_by starts_with sum to_array to_number trim trim_left trim_right type values'
    )
      .split(' ')
      .map((name) => [name, 1]),
  ),
  from_items: 2,
  group_by: 2,
  items: 2,
  // An element is three characters at least: quotation marks and a comma.
  join: Math.ceil(MAX_GLUE / 3) + 1,
  lower: 2,
  split: 2,
  // Quotation marks in texts are escaped.
  to_string: 2,
  upper: 2,
  zip: 2,
};

/** Names that an object has though its data does not. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * What the expression holds that could cost more than a small multiple of its value, in a few words; undefined: nothing. An
 * expression runs for every record that is read, so it is refused rather than interrupted.
 */
export function findExcess(root: ExpressionNode): string | undefined {
  const nodes = listNodes(root);
  if (nodes.length > MAX_NODES) return `it has more than ${MAX_NODES} parts`;
  const refusals = nodes.map(refuse).filter((refusal) => refusal !== undefined);
  if (root.type === 'ExpressionReference') refusals.push('it is a reference and no expression');
  if (refusals.length > 0) return refusals[0];
  return growthOf(root) > MAX_GROWTH ? 'it may come to far more than the value itself' : undefined;
}

function refuse(node: ExpressionNode): string | undefined {
  switch (node.type) {
    case 'Root':
    case 'LetExpression':
    case 'Variable':
      return 'it uses the root or a variable';
    case 'Field':
      return refuseName(node.name);
    case 'MultiSelectHash':
      return node.children.map(({ name }) => refuseName(name)).find((refusal) => refusal !== undefined);
    case 'Function':
      return refuseFunction(node.name, node.children);
    default:
      return undefined;
  }
}

const refuseName = (name: string): string | undefined =>
  INHERITED.has(name) ? `it names ${name}, which no record has` : undefined;

function refuseFunction(name: string, children: readonly ExpressionNode[]): string | undefined {
  if (!Object.hasOwn(FUNCTION_GROWTH, name)) return `its function ${name} is not offered`;
  if (name !== 'join') return undefined;
  const glue = children[0];
  const isShort = glue?.type === 'Literal' && typeof glue.value === 'string' && glue.value.length <= MAX_GLUE;
  return isShort ? undefined : `it joins with anything but a text of at most ${MAX_GLUE} characters`;
}

function growthOf(node: ExpressionNode): number {
  switch (node.type) {
    case 'MultiSelectList':
      return sum(node.children.map(growthOf));
    case 'MultiSelectHash':
      return sum(node.children.map(({ value }) => growthOf(value)));
    case 'Function':
      return FUNCTION_GROWTH[node.name]! * growthOfArguments(node.children);
    case 'Ternary':
      return Math.max(growthOf(node.condition), growthOf(node.trueExpr), growthOf(node.falseExpr));
    case 'AndExpression':
    case 'OrExpression':
    case 'Comparator':
    case 'Arithmetic':
      return Math.max(growthOf(node.left), growthOf(node.right));
    case 'FilterProjection':
      return growthOf(node.left) * Math.max(growthOf(node.condition), growthOf(node.right));
    default:
      return product(childrenOf(node).map(growthOf));
  }
}

/** Each element of a list goes through the expression that a function is given. */
function growthOfArguments(children: readonly ExpressionNode[]): number {
  const isReference = (child: ExpressionNode) => child.type === 'ExpressionReference';
  const perElement = product(children.filter(isReference).map(growthOf));
  return perElement * Math.max(1, sum(children.filter((child) => !isReference(child)).map(growthOf)));
}

function listNodes(root: ExpressionNode): ExpressionNode[] {
  return [root, ...childrenOf(root).flatMap(listNodes)];
}

function childrenOf(node: ExpressionNode): ExpressionNode[] {
  if (node.type === 'Literal') return [];
  return Object.values(node as unknown as Record<string, unknown>)
    .flat()
    .filter((part): part is ExpressionNode => typeof part === 'object' && part !== null && 'type' in part);
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
const product = (numbers: number[]): number => numbers.reduce((total, number) => total * number, 1);
