// Eigenvalues of symmetric matrices.

/**
 * The least eigenvalue of a symmetric matrix, which it may overwrite.
 * @param {number[][]} matrix
 */
export function leastEigenvalue(matrix) {
  if (matrix.length === 1) return matrix[0][0];
  if (matrix.length === 2) {
    const [[a, b], [, c]] = matrix;
    const greatest = a / 2 + c / 2 + Math.hypot((a - c) / 2, b);
    // The product of both is the determinant: no difference of nearly equal numbers.
    return greatest > 0 ? a * (c / greatest) - b * (b / greatest) : 0;
  }
  // Jacobi's rotations (Golub and Van Loan, section 8.5).
  for (let sweep = 0; sweep < 30; sweep += 1) {
    for (let p = 0; p < matrix.length; p += 1) {
      for (let q = p + 1; q < matrix.length; q += 1) rotate(matrix, p, q);
    }
  }
  return Math.min(...matrix.map((row, i) => row[i]));
}

/**
 * Turn columns and rows p and q so that their product is 0.
 * @param {number[][]} a
 * @param {number} p
 * @param {number} q
 */
function rotate(a, p, q) {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const [c, s] = [1 / Math.hypot(t, 1), t / Math.hypot(t, 1)];
  for (const row of a) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
  a[p].forEach((upper, i) => {
    const lower = a[q][i];
    [a[p][i], a[q][i]] = [c * upper - s * lower, s * upper + c * lower];
  });
}
