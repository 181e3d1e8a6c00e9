// A component in the hand: where it can be taken hold of, and what a pull there makes of it. Places are
// in the run's own units; the axes are those of the ellipse that is seen, where up may be stretched against
// across. The constraint on the covariances is kept. Of more than two dimensions the first two are seen:
// there the mean alone can be held.

import { ellipse } from "./geometry.js";

/** @typedef {import("./types").Constraint} Constraint */
/** @typedef {import("./types").Grip} Grip */
/** @typedef {import("./types").Mixture} Mixture */

const NARROWEST = 1e-3; // of the picture's reach: a hand cannot make a component narrower

/**
 * A component as a hand has it: its mean, the half-axes (1 sigma) of its ellipse and the angle of the first.
 * @param {Mixture} mixture
 * @param {number} k
 * @param {number} stretch
 * @returns {Grip}
 */
export function grip({ D, means, covariances }, k, stretch = 1) {
  if (D === 1) return /** @type {Grip} */ ({ mean: [means[k]], major: Math.sqrt(covariances[k]) });
  const mean = [means[D * k], means[D * k + 1]];
  const [xx, xy, yy] = marginal(covariances, D, k);
  return { mean, stretch, ...ellipse(xx, stretch * xy, stretch * stretch * yy), flat: D > 2 };
}

/**
 * The covariance along the first two axes: xx, xy, yy of the upper triangle.
 * @param {Float64Array} covariances
 * @param {number} D
 * @param {number} k
 * @returns {[number, number, number]}
 */
function marginal(covariances, D, k) {
  const at = (k * D * (D + 1)) / 2;
  return [covariances[at], covariances[at + 1], covariances[at + D]];
}

/**
 * Where it can be held, besides its mean. Along the first axis: its width at 1 sigma, its turn at 2.
 * @param {Grip} grip
 * @param {Constraint} constraint
 */
export function handles({ mean, stretch, major, minor, angle, flat }, constraint) {
  if (flat) return [];
  if (mean.length === 1) return [{ what: "major", at: [mean[0] + major] }];
  /**
   * @param {number} reach
   * @param {number} turn
   */
  const along = (reach, turn) => [
    mean[0] + reach * Math.cos(angle + turn),
    mean[1] + (reach * Math.sin(angle + turn)) / stretch,
  ];
  const held = [
    { what: "major", at: along(major, 0) },
    { what: "minor", at: along(minor, Math.PI / 2) },
  ];
  if (constraint === "full" || constraint === "tied") held.push({ what: "turn", at: along(2 * major, 0) });
  return held;
}

/**
 * The grip after a pull to a place.
 * @param {Grip} held
 * @param {string} what
 * @param {number[]} place
 * @param {Constraint} constraint
 * @param {number} reach
 * @returns {Grip}
 */
export function pulled(held, what, place, constraint, reach) {
  const least = NARROWEST * reach;
  if (what === "mean") return { ...held, mean: place };
  const dx = place[0] - held.mean[0];
  if (held.mean.length === 1) return { ...held, major: Math.max(least, Math.abs(dx)) };
  const dy = held.stretch * (place[1] - held.mean[1]);
  if (what === "turn") return { ...held, angle: Math.atan2(dy, dx) };
  const turn = held.angle + (what === "minor" ? Math.PI / 2 : 0);
  const length = Math.max(least, Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn)));
  if (constraint === "spherical") return { ...held, major: length, minor: length };
  return { ...held, [what]: length };
}

/** @param {Grip} grip */
function covarianceOf({ mean, stretch, major, minor, angle }) {
  if (mean.length === 1) return [major * major];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [a, b] = [major * major, minor * minor];
  return [a * c * c + b * s * s, ((a - b) * c * s) / stretch, (a * s * s + b * c * c) / (stretch * stretch)];
}

/**
 * The mixture with component k as the grip has it; a tied covariance changes for all. What is not
 * touched keeps its very digits.
 * @param {Mixture} mixture
 * @param {number} k
 * @param {Grip} held
 * @param {string} what
 * @param {Constraint} constraint
 */
export function withGrip(mixture, k, held, what, constraint) {
  const { K, D } = mixture;
  const means = mixture.means.slice();
  const covariances = mixture.covariances.slice();
  if (what === "mean") means.set(held.mean, D * k);
  else {
    const entries = covarianceOf(held);
    if (constraint === "diag" || constraint === "spherical") entries[1] = 0;
    for (let j = 0; j < K; j += 1) {
      if (j === k || constraint === "tied") {
        covariances.set(entries.slice(0, (D * (D + 1)) / 2), j * ((D * (D + 1)) / 2));
      }
    }
  }
  return { ...mixture, means, covariances };
}
