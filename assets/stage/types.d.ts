// What the stage's modules hand to each other. Types only: nothing of this is in the script.

/** Upper triangles row by row: of each covariance D(D+1)/2 entries. */
export interface Mixture {
  K: number;
  D: number;
  weights: Float64Array; // K
  means: Float64Array; // K x D
  covariances: Float64Array; // K x D(D+1)/2
}

/** What an E-step gives. */
export interface Step {
  gamma: Float64Array; // N x K
  logDensity: Float64Array; // N
  logLikelihood: number;
}

export type Constraint = "full" | "tied" | "diag" | "spherical";

/** How a run is recorded: the engine's own constants, and the settings of the page. */
export interface Recording {
  covariance: Constraint;
  ridge: number;
  tolerance: number;
  iterations: number;
  narrowest: number;
  empty: number;
}

/** A run of EM. Parameters move at every second frame, from `mixtures[0]` at the start. */
export interface MixtureTape {
  frames: number;
  stopped: string;
  collapsed: number | null;
  tolerance: number;
  mixtures: Mixture[];
  logLikelihood: Float64Array; // frames
  bound: Float64Array; // frames; NaN at the start
}

/** A run of k-means, likewise. */
export interface CentroidTape {
  frames: number;
  stopped: string;
  centroids: Float64Array[];
  inertia: Float64Array; // frames
}

/** A tape as the payload names it; frames of the phases "steps" are whole steps. */
export type Tape = { name: string; phases?: "half-steps" | "steps" } & (
  | ({ kind: "mixture" } & MixtureTape)
  | ({ kind: "centroids" } & CentroidTape)
);

/** Points, and how often each of them was counted: null where that is once. */
export interface Data {
  points: Float64Array; // N x D
  D: number;
  frequencies: Float64Array | null;
}

/** A run as assets/stage/payload.js unpacks it. */
export interface Run extends Data {
  N: number;
  K: number;
  recording: Recording;
  tapes: Tape[];
}
