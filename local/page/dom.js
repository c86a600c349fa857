/** The page is looked up once and never rebuilt, so a missing id is a mistake in index.html. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no element "${id}"`);
  return node;
}

/** Children that are strings become text nodes, never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** `null` and `false` remove the attribute, `true` sets it empty. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** Leaves an unchanged node alone, so that a selection in it and a screen reader's place survive. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const keys = new WeakMap();

/**
 * Makes the children of `parent` mirror `items`, reusing the node of each key: focus, scroll position
 * and expanded rows stay where they are. Children that were not made here stay in front.
 */
export function mirror(parent, items, keyOf, create, update = () => {}) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const wanted = new Set(items.map((item) => String(keyOf(item))));
  const present = new Map();
  for (const child of [...parent.children]) {
    const key = keys.get(child);
    if (key === undefined) continue;
    if (wanted.has(key)) present.set(key, child);
    else child.remove();
  }
  let cursor = [...parent.children].find((child) => keys.has(child)) ?? null;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = present.get(key);
    if (!node) {
      node = create(item);
      keys.set(node, key);
    }
    update(node, item);
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  if (focused && focused !== document.activeElement && parent.contains(focused)) focused.focus({ preventScroll: true });
}
