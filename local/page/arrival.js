/** The workspace an address names, as the page at the end of an install does. The address then says no more than it did. */
export function arrivedAt() {
  const { searchParams, pathname, hash } = new URL(location.href);
  const workspace = searchParams.get("workspace");
  if (workspace !== null) history.replaceState(null, "", `${pathname}${hash}`);
  return workspace;
}
