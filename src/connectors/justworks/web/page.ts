import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { ConnectorError } from '../../errors.ts';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document;
type Element = DefaultTreeAdapterTypes.Element;

export interface FormField {
  name: string;
  /** `hidden`, `text`, `password`, `checkbox`, `select`, `textarea`, ... */
  type: string;
  value: string;
  isRequired: boolean;
}

export interface PageForm {
  fields: FormField[];
}

/** What we read of an HTML page. */
export interface PageContent {
  /** Key -> JSON text of the `hydration-helper-data` tags. */
  hydrations: Map<string, string>;
  /** What a person would see, white space folded. */
  text: string;
  ids: Set<string>;
  classes: Set<string>;
  links: { href: string; text: string }[];
  forms: PageForm[];
}

/** Reads a page with a browser's own rules, so that broken markup means what it would mean there. */
export function parsePage(html: string): PageContent {
  const content: PageContent = {
    hydrations: new Map(),
    text: '',
    ids: new Set(),
    classes: new Set(),
    links: [],
    forms: [],
  };
  const document = parse(html);
  collect(document, content, undefined);
  content.text = foldSpace(visibleText(document));
  return content;
}

/**
 * The JSON under a hydration key, or undefined when the page does not carry it.
 * @throws ConnectorError unexpected_page when it is not JSON.
 */
export function readHydration(content: PageContent, key: string, subject: string): unknown {
  const json = content.hydrations.get(key);
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new ConnectorError('unexpected_page', `The hydration tag "${key}" does not hold JSON.`, {
      subject,
    });
  }
}

function collect(node: Node, content: PageContent, form: PageForm | undefined): void {
  let innerForm = form;
  if (isElement(node)) {
    collectAttributes(node, content);
    if (node.tagName === 'form') content.forms.push((innerForm = { fields: [] }));
    const field = toField(node);
    if (field) innerForm?.fields.push(field);
  }
  for (const child of childrenOf(node)) collect(child, content, innerForm);
}

function collectAttributes(element: Element, content: PageContent): void {
  const id = attribute(element, 'id');
  if (id !== undefined) content.ids.add(id);
  for (const name of attribute(element, 'class')?.split(/\s+/) ?? []) content.classes.add(name);
  const href = attribute(element, 'href');
  if (element.tagName === 'a' && href !== undefined) {
    content.links.push({ href, text: foldSpace(visibleText(element)) });
  }
  const key = attribute(element, 'data-hydration-key');
  if (element.tagName === 'script' && key !== undefined) content.hydrations.set(key, rawText(element));
}

function toField(element: Element): FormField | undefined {
  const name = attribute(element, 'name');
  if (!name || !['input', 'select', 'textarea'].includes(element.tagName)) return undefined;
  return {
    name,
    type:
      element.tagName === 'input' ? (attribute(element, 'type') ?? 'text').toLowerCase() : element.tagName,
    value: attribute(element, 'value') ?? '',
    isRequired:
      attribute(element, 'required') !== undefined || attribute(element, 'aria-required') === 'true',
  };
}

function visibleText(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (['script', 'style', 'template', 'noscript'].includes(node.nodeName)) return '';
  return childrenOf(node).map(visibleText).join(' ');
}

function rawText(element: Element): string {
  return element.childNodes
    .map((child) => (child.nodeName === '#text' ? (child as DefaultTreeAdapterTypes.TextNode).value : ''))
    .join('');
}

function childrenOf(node: Node): DefaultTreeAdapterTypes.ChildNode[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

function foldSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
