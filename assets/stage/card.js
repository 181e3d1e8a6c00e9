// The card over the picture: how a point's colour or a component's move is worked out.

import { isGuessing } from "./dragging.js";
import { mostUncertain, neighbour } from "./inspection.js";
import { areasOf, around, lodge, mayStay, outlineBox, shifted } from "./placing.js";
import { componentCard, pointCard } from "./workings.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").FullShot} FullShot */
/** @typedef {import("./types").Ground} Ground */
/** @typedef {import("./types").Prepared} Prepared */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Theme} Theme */

const BAR = 70; // pixels at the top that the page's own bar may cover

/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * `choose(what)` opens another card or closes it, `nudge(key, way)` is told of keys on a component.
 * @param {Root} root
 * @param {{ read: () => State, set: () => Prepared, choose: (what: Chosen | null, focus?: boolean) => void,
 *   nudge: (key: string, way?: number[]) => void }} stage
 */
export function makeCard(root, { read, set, choose, nudge }) {
  const card = root.querySelector(".card");
  /** @type {{ key: string, ground: any, room: ReturnType<typeof areasOf>, box: import("./placing.js").Rect | null, height: number } | null} */
  let place = null;

  /**
   * It stays where it is as long as it can.
   * @param {State} state
   * @param {Chosen} chosen
   * @param {Shot} shot
   */
  function put({ run, view, held }, chosen, shot) {
    const { shared } = set();
    const key = `${Object.entries(chosen)} ${Boolean(view.projector)}`;
    const leading = Math.max(0, run.tapes.findIndex(({ kind }) => kind === "mixture"));
    const fresh = place?.key !== key || place.ground !== shared;
    const room = fresh ? areasOf(root, leading) : /** @type {NonNullable<typeof place>} */ (place).room;
    const subject = subjectOf(chosen, shared, /** @type {FullShot} */ (shot));
    const spots = room.plots.map((plot) => shifted(subject.spot, plot));
    const seen = [spots[leading]];
    const spared = [...spots, shifted(subject.outline, room.plots[leading])];
    // Under a hand it is no higher than before, and to measure it takes longer than all the rest.
    const height = held && place && !fresh ? place.height : card.offsetHeight;
    const stays = !fresh && place?.box && mayStay(place.box, height, { ...room, seen });
    const box = stays ? place?.box : lodge(card, { areas: room.areas, seen, spared, large: Boolean(view.projector) });
    place = { key, ground: shared, room, box: box ?? null, height };
    if (!fresh) return; // under a hand nothing is measured
    const { top } = card.getBoundingClientRect();
    if (top < BAR || top > window.innerHeight - 80) card.scrollIntoView({ block: "nearest" });
  }

  card.querySelector("[data-do=close]").onclick = () => choose(null);
  root.querySelector(".uncertain").onclick = () => {
    const { run, frames, frame } = read();
    choose({ point: mostUncertain(frames.askedStep(frame).gamma, run.K) }, true);
  };

  /**
   * In the card's focus keys walk between points, or move the component.
   * @param {any} event
   */
  card.onkeydown = (event) => {
    if (event.target.closest("button") && event.key !== "Escape") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { chosen } = read();
    const way = WAYS[event.key];
    if (chosen?.point !== undefined && way) {
      choose({ point: neighbour(set().shared.centres, chosen.point, way) });
    } else if (chosen?.component !== undefined && (way || "+-=[]".includes(event.key))) {
      nudge(event.key, way);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    focus: () => requestAnimationFrame(() => card.focus()),
    /**
     * Who closes the card with the keyboard goes on where it was opened.
     * @param {Chosen} chosen
     */
    leave({ point, component }) {
      if (!card.contains(/** @type {Document} */ (root.getRootNode()).activeElement)) return;
      const opener =
        point === undefined ? `.parameters tbody tr:nth-child(${Number(component) + 1}) button` : ".uncertain";
      root.querySelector(opener)?.focus({ preventScroll: true });
    },
    /**
     * @param {State} state
     * @param {Shot} shot
     */
    show(state, shot) {
      const { run, chosen } = state;
      card.hidden = !chosen || run.blank;
      if (card.hidden) place = null;
      if (!chosen || card.hidden) return;
      const { shared } = set();
      const { title, body } = contentOf(state, chosen, /** @type {FullShot} */ (shot), shared.theme);
      card.querySelector("h2").replaceChildren(title);
      card.querySelector(".body").replaceChildren(...body);
      put(state, chosen, shot);
    },
  };
}

/**
 * @param {State} state
 * @param {Chosen} chosen
 * @param {FullShot} shot
 * @param {Theme} theme
 */
function contentOf(state, chosen, shot, theme) {
  const { run, frames, frame, held } = state;
  if (chosen.point !== undefined) {
    const centroids = held ? shot.centroids : frames.askedCentroids(frame);
    const by = held?.mixture ?? frames.askedOn(frame);
    return pointCard(run, theme, chosen.point, by, frames.hard && centroids, tellWhose(state), Boolean(state.view.projector));
  }
  const k = /** @type {number} */ (chosen.component);
  const { to, when, works } = becoming(state, k, shot);
  return componentCard(run, theme, k, {
    gamma: works ? (shot.soft ?? frames.askedStep(frame)).gamma : null,
    given: Boolean(state.view.temperature),
    hard: shot.hard?.labels,
    from: held?.mixture ?? frames.askedOn(frame),
    to,
    when,
  });
}

/**
 * What a component's card tells: the parameters, whose they are, and whether an M-step works them out from
 * the responsibilities on show. What a hand has set is no average of anything.
 * @param {State} state
 * @param {number} k
 * @param {FullShot} shot
 */
function becoming(state, k, shot) {
  const { frames, frame, held, guess } = state;
  if (held) return { to: held.mixture, when: "Your hand has set these values.", works: false };
  if (isGuessing(state)) {
    const whose = guess?.moved.has(k) ? "Your guess." : "Its values now.";
    const when = `${whose} What the M-step makes of it stays hidden until you press M-step.`;
    return { to: guess?.mixture ?? shot.mixture, when, works: false };
  }
  const { soft } = frames;
  const to = frames.answerOn(frame);
  if (soft.phases === "steps") return { to, when: "After this step:", works: false };
  if (soft.mixtures[frames.askedIteration(frame) + 1] === undefined) {
    const when = soft.mixtures.length > 1 ? "No M-step follows this E-step: the run has ended. The values of the last M-step:" : "No M-step follows: the run has ended. The values of the start:";
    return { to, when, works: false };
  }
  return { to, when: tellWhen(state), works: true };
}

/**
 * A point or a component on a picture: the spot that must be seen, and what should be.
 * @param {Chosen} chosen
 * @param {Ground} shared
 * @param {FullShot} shot
 */
function subjectOf({ point, component }, shared, { mixture }) {
  if (point === undefined) return outlineBox(mixture, Number(component), shared);
  const [x, y] = shared.centres.subarray(2 * point, 2 * point + 2);
  const spot = around(x, y, 14);
  return { spot, outline: spot };
}

/**
 * Whose parameters the responsibilities are calculated with.
 * @param {State} state
 */
function tellWhose({ frames, frame, held }) {
  if (held) return "With the parameters as your hand has them:";
  const made = frames.askedIteration(frame);
  const [used, step] = frames.soft.phases === "steps" ? ["Step", "step"] : ["E-step", "M-step"];
  return `${used} ${made + 1}, with the parameters of ${made === 0 ? "the start" : `${step} ${made}`}:`;
}

/** @param {State} state */
function tellWhen({ frames, frame }) {
  if (frame === 0) return "What the first iteration will make of this start:";
  // A tape that has ended stands still while another goes on.
  if (frame > frames.last(frames.soft)) return "What the last M-step made:";
  return frames.phase(frame) === "E" ? "What the next M-step will make of these colours:" : "What this M-step made:";
}
