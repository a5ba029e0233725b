/** BOM单: a product that is made of itself could never be made. */

/**
 * The parts that are the product or are made of it, however far down; `below` tells what each
 * material is made of by its own BOMs.
 */
export function partsMadeOf(
  productId: string,
  partIds: readonly string[],
  below: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const leads = (partId: string): boolean => {
    const seen = new Set<string>();
    const open = [partId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === productId) return true;
      if (seen.has(id)) continue;
      seen.add(id);
      open.push(...(below.get(id) ?? []));
    }
    return false;
  };
  return new Set(partIds.filter(leads));
}
