// What the stage's modules hand to each other. Types only: nothing of this is in the script.

import type { makeFrames } from "./frames.js";
import type { makePicture } from "./picture.js";
import type { readTheme } from "./theme.js";

// ------------------------------------------------------------------ mixtures and tapes

/** Upper triangles row by row: of each covariance D(D+1)/2 entries. */
export interface Mixture {
  K: number;
  D: number;
  weights: Float64Array; // K
  means: Float64Array; // K x D
  covariances: Float64Array; // K x D(D+1)/2
  frozen?: boolean; // circles that stand for points: their variances are 0, and a log-likelihood is −∞
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
}

/** Points that count, and how often: what has been counted 0 times has no part in a run. */
export interface Counted {
  points: Float64Array; // N x D
  D: number;
  often: Float64Array; // N
  number: number; // what they add up to
  origin: number; // the point that counts most
}

/** What the log-likelihood and EM do near a mixture, per point, in P coordinates (gmm/information.py). */
export interface Information {
  missing: Float64Array; // P x P
  score: Float64Array; // P
  rate: Float64Array; // P x P
  step: Float64Array; // P
}

/** A component that has no density any more. */
export interface Collapse {
  component: number; // from 0
  cause: "empty" | "point" | "line";
}

/** A run of EM. Parameters move at every second frame, from `mixtures[0]` at the start. */
export interface MixtureTape {
  frames: number;
  stopped: string;
  collapsed: number | null; // the component, from 0
  cause: "empty" | "point" | "line" | null; // of a collapse
  rest: number | null; // nats that EM would still gain, by estimate: Infinity where nobody knows, null after a collapse
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

/** A tape's names; frames of the phases "steps" are whole steps, `key` is the name as a word. */
interface Named {
  name: string;
  key: string;
  phases?: "half-steps" | "steps";
}

export type SoftTape = Named & { kind: "mixture" } & MixtureTape;
export type HardTape = Named & { kind: "centroids" } & CentroidTape;
export type Tape = SoftTape | HardTape;

/** What a frame of a tape draws: a mixture, or centroids. */
export type Shape = Mixture | Pick<Mixture, "K" | "D" | "means">;

// ------------------------------------------------------------------ runs

/** Points, and how often each of them was counted: null where that is once. */
export interface Data {
  points: Float64Array; // N x D
  D: number;
  frequencies: Float64Array | null;
}

/** A column: its name with and without the unit, and the way to its own units. */
export interface Axis {
  label: string;
  name: string;
  origin: number;
  spread: number;
}

/** What gmm/ui/stage/payload.py says of a run beside its numbers. */
interface Told {
  run: string; // its name
  base: string; // the name without the start set by hand
  hand: string; // the start set by hand as text, "" for none
  belongs: string;
  title: string;
  rows: string; // what a row of the data is, in the plural
  row_count: number;
  label_names: string[]; // of the kinds that `truth` tells apart
  offers: string[]; // what the page can do next where a run has ended
  summary: string;
  by_hand: string;
  start: string;
  covariance: Constraint;
  D: number;
  K: number;
  total: number; // points, each as often as it was counted
  log_volume: number; // ln of how much of the data's space a unit of the points' space is
  standardised: boolean; // whether points are in other units than the data
  sees_scaling: boolean; // whether the fit would be another one in the data's units
  sampled: boolean;
  truth: number[] | null;
  axes: Axis[];
  easel: boolean;
  blank: boolean;
  awaits: string; // the file that the run waits for, "" for none
  source?: string; // the file that a link names
  recording: Recording;
}

/** A tape as it comes, arrays in base64. */
export interface PackedTape {
  name: string;
  kind: "mixture" | "centroids";
  phases: "half-steps" | "steps";
  frames: number;
  stopped: string;
  [array: string]: any;
}

/** What the server sends: a run, where to open it, and what the page allows. */
/** What comes in an element of its own: points with what belongs to each, or a tape. */
export interface Part extends Partial<Pick<Payload, "points" | "frequencies" | "truth" | "tapes">> {
  part: string; // its name: another content has another one
}

export interface Payload extends Told {
  parts?: string[]; // the names of those that belong to it
  points: string;
  frequencies: string | null;
  box: number[] | null;
  tapes: PackedTape[];
  scene: string;
  frame: number;
  view: string;
  ask: string;
  answer: string;
  editable: boolean;
  linked: boolean;
  hidden?: string[]; // parts of the stage that are out of sight
  names: Record<string, string>; // of parameters in the address
  version: number;
  answered: number;
  refused: string;
  code: string; // an SVG, where the answered edit asked for it
  lost?: boolean; // whether a drawing that no link can hold is not in the session
}

/** The run and the frame that a start set by hand left. */
export interface Left {
  run: Run;
  frame: number;
  ghost?: Float64Array;
}

/** A run as assets/stage/payload.js unpacks it. */
export interface Run extends Told, Data {
  N: number;
  box: Float64Array | null;
  tapes: Tape[];
  soft: SoftTape;
  hard?: HardTape;
  left?: Left | null;
}

// ------------------------------------------------------------------ the state

export type Frames = ReturnType<typeof makeFrames>;

/** Layers and modes that are on, by name. */
export type View = Record<string, boolean>;

/** What the card is about: one of the two. */
export interface Chosen {
  point?: number;
  component?: number;
}

/** A component as a hand has it. On a line there is no `minor`, `angle` or `flat`. */
export interface Grip {
  mean: number[];
  stretch: number; // how much longer a unit up is drawn than one across: `major`, `minor` and `angle` are as drawn
  major: number;
  minor: number;
  angle: number;
  flat: boolean;
}

/** What a hand has hold of; `sent` once the server has been asked to record. */
export interface Held {
  k: number;
  what: string;
  grip: Grip;
  mixture: Mixture;
  sent?: boolean;
}

/** What a guess has moved, and what came of it. */
export interface Guess {
  mixture: Mixture;
  moved: Set<number>;
  frame: number;
  result?: string;
}

/** What is told of a state: one short headline, and what stands beside it. */
export interface Story {
  headline: string;
  details: string;
}

/** What may be done next where a run has ended. */
export interface Offer {
  name: string;
  label: string;
}

export interface State {
  run: Run; // none before the first payload
  frames: Frames; // none before the first payload
  frame: number;
  view: View;
  chosen: Chosen | null; // what the card works out
  hovered: number | null; // the component under the pointer
  held: Held | null; // what a hand has hold of
  grasped: { base: Mixture; first: Grip } | null; // what a pull began with
  guess: Guess | null; // where somebody thinks that the M-step goes
  guesses: number[]; // how far off, in standard deviations
  ghost: Float64Array | null; // the log-likelihood of the run that a hand left behind
  notice: string; // what has to be said before anything else
  scene: string;
  linked: boolean;
  editable: boolean;
  hidden: string[];
}

/** What a deed changes of it. */
export type Patch = Partial<State>;

/** What lies under a pointer; `held` where it can be taken hold of. */
export interface Target {
  held?: boolean;
  k?: number;
  what?: string;
  point?: number;
  cursor: string;
}

/** An edit on its way to the server. */
export interface Edit {
  number: number;
  kind: string;
  [part: string]: any;
}

// ------------------------------------------------------------------ lessons

/** A thing to do; what is HTML is written by Python from a short list of elements. */
export type Task =
  | { kind: "choose"; question: string; options: { words: string; right: boolean; because: string }[] }
  | { kind: "number"; question: string; answer: number; tolerance: number; unit: string; hint: string; right: string; wrong: string }
  | { kind: "guess"; question: string; component: number; frame: number; tolerance: number; right: string; wrong: string }
  | { kind: "do"; question: string; when: [name: string, ...given: any[]]; hint: string; right: string };

export interface Scene {
  title: string;
  words: string; // HTML
  run: number; // which of the lesson's
  frame: number;
  view: string;
  hidden: string[];
  task: Task | null;
}

export interface Term {
  name: string;
  meaning: string; // HTML
}

/** What gmm/ui/course sends: all of a lesson at once. */
export interface Lesson {
  lesson: string;
  number: number;
  title: string;
  goal: string;
  minutes: number;
  fresh?: boolean; // whether the address may have another lesson's scene
  home: string; // the address of the list; "" where there is none
  next: { lesson: string; title: string; address: string } | null;
  scenes: Scene[];
  runs: Omit<Payload, "scene" | "frame" | "view">[];
  terms: Record<string, Term>;
}

// ------------------------------------------------------------------ the screen

/** An element of the stage's own markup: what a selector finds there is of the kind that is needed. */
export interface Root extends HTMLElement {
  querySelector(selector: string): any;
  inspect?: () => object;
}

export type Size = [width: number, height: number];
export type Theme = ReturnType<typeof readTheme>;
export type Picture = ReturnType<typeof makePicture> & { colours?: Uint8ClampedArray };

/** Colours of the points after an E-step or an assignment. */
export interface Colouring {
  gamma: Float64Array; // N x K
  labels: Uint8Array; // N
}
export type SoftColouring = Step & Colouring;

/** What is on show in each pane; of a blank run nothing. */
export interface Shot {
  parts: { shape?: Shape; colouring?: Colouring | null; pairs?: Uint8Array | null }[];
  mixture?: Mixture;
  soft?: SoftColouring | null;
  hard?: Colouring | null;
  centroids?: Float64Array;
  live?: number | null;
}

export type FullShot = Shot & { mixture: Mixture };

/** A plot's places, from the run's own units to pixels and back. */
export interface Ground {
  run: Run;
  size: Size;
  theme: Theme;
  axes: Pick<Axis, "label" | "origin" | "spread">[]; // across and up
  floor: number; // where the axis across lies
  stretch: number; // how much longer a unit up is drawn than one across
  view: {
    box: number[]; // left, bottom, right, top
    scales: number[]; // pixels a unit: across, up
    x: (value: number) => number;
    y: (value: number) => number;
  };
  centres: Float64Array; // N x 2
  toScreen: (place: ArrayLike<number> & Iterable<number>) => number[];
  toPlace: (x: number, y: number) => number[];
  draw: (shape: Shape, layers: Layers) => { below?: SVGElement[]; above: SVGElement[] };
  bars?: (gamma?: Float64Array) => SVGElement[]; // on a line
}

export interface Layers {
  sigmas: number[];
  [name: string]: any;
}

/** How points are stamped: the kinds, which of them each point is, and which lie on top of which. */
export interface Stamps {
  kinds: { shape: number; size: number; hollow: boolean }[];
  which: ArrayLike<number>;
  order: number[];
}

/** The colours of points: an ink for each label, and pies of the doubtful ones. */
export interface Faces {
  inks: number[][];
  labels: Uint8Array;
  gamma: Float64Array | null;
  doubtful: Uint8Array | null;
}

export interface Pane {
  figure: Root;
  picture: Picture;
  curve: Root;
  status: HTMLElement;
}

/** What painting prepares once for a run, a size and a theme. */
export interface Prepared {
  panes: Pane[];
  shared: Ground;
  stamps: ((faces: Faces, stamps: Stamps) => void)[];
  table: (mixture?: Mixture) => void;
  curves: ((frame: number, live?: number | null) => void)[];
  differing: number[] | null;
}
