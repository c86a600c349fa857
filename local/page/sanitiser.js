const ALLOWED = new Set(["p", "h4", "a", "ul", "ol", "li", "b", "i", "br"]);
/** A map and not an object: an element may be called `constructor`. */
const SAME_AS = new Map([["strong", "b"], ["em", "i"], ["div", "p"], ["h1", "h4"], ["h2", "h4"], ["h3", "h4"], ["blockquote", "p"]]);
/** Their text is not prose; everything else that is not allowed keeps its text and loses its tag. */
const DROPPED = new Set(["script", "style", "template", "noscript", "iframe", "object", "embed", "head", "title", "textarea", "select"]);
const LINKS = new Set(["https:", "http:", "mailto:"]);
const XHTML = "http://www.w3.org/1999/xhtml";

/**
 * A fragment of new elements with no attribute but a checked `href`. `DOMParser` documents are inert:
 * nothing in them runs or loads.
 */
export function safeFragment(html) {
  const source = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(source.body, fragment);
  return fragment;
}

/** The same markup as one line of text, for a summary or an announcement. */
export function plainText(html) {
  return textOf(safeFragment(html)).replace(/\s+/g, " ").trim();
}

function copyChildren(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child, to);
  }
}

function copyElement(element, to) {
  const name = element.localName;
  if (element.namespaceURI !== XHTML || DROPPED.has(name)) return;
  const kept = SAME_AS.get(name) ?? (ALLOWED.has(name) ? name : null);
  const href = name === "a" ? safeHref(element.getAttribute("href")) : null;
  if (kept === null || (name === "a" && href === null)) {
    copyChildren(element, to);
    return;
  }
  const copy = document.createElement(kept);
  if (href !== null) {
    copy.href = href;
    copy.target = "_blank";
    copy.rel = "noopener noreferrer nofollow";
  }
  copyChildren(element, copy);
  to.append(copy);
}

function safeHref(href) {
  if (href === null || !URL.canParse(href)) return null;
  const url = new URL(href);
  return LINKS.has(url.protocol) ? url.href : null;
}

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const text = [...node.childNodes].map(textOf).join("");
  return ["a", "b", "i"].includes(node.localName) ? text : `${text} `;
}
