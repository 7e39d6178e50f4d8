/** The sum of the products of two vectors' components: the cosine of vectors of length 1. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let product = 0;
  for (let i = 0; i < a.length; i += 1) product += (a[i] ?? 0) * (b[i] ?? 0);
  return product;
}
