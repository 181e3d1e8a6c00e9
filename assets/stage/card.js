// The card over the picture: how a point's colour or a component's move is worked out.

import { isGuessing } from "./dragging.js";
import { mostUncertain, neighbour } from "./inspection.js";
import { meanOf } from "./mixture.js";
import { componentCard, pointCard } from "./workings.js";

/** @typedef {import("./types").Chosen} Chosen */
/** @typedef {import("./types").FullShot} FullShot */
/** @typedef {import("./types").Mixture} Mixture */
/** @typedef {import("./types").Prepared} Prepared */
/** @typedef {import("./types").Root} Root */
/** @typedef {import("./types").Shot} Shot */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Theme} Theme */

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
      if (!chosen || card.hidden) return;
      const { shared } = set();
      const { title, body } = contentOf(state, chosen, /** @type {FullShot} */ (shot), shared.theme);
      card.querySelector("h2").replaceChildren(title);
      card.querySelector(".body").replaceChildren(...body);
      // Beside, not over, what it speaks of: on the other half of the picture, in the outer pane's corner.
      const [x] =
        chosen.point === undefined
          ? shared.toScreen(meanOf(/** @type {Mixture} */ (shot.mixture), Number(chosen.component)))
          : [shared.centres[2 * chosen.point]];
      const alone = run.tapes.length === 1;
      card.classList.toggle("left", alone && x > shared.size[0] / 2);
      card.classList.toggle("beside", !alone);
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
  const { run, frames, frame, held, guess } = state;
  if (chosen.point !== undefined) {
    const centroids = held ? shot.centroids : frames.askedCentroids(frame);
    const by = held?.mixture ?? frames.askedOn(frame);
    return pointCard(run, theme, chosen.point, by, frames.hard && centroids, tellWhose(state));
  }
  const guessed = isGuessing(state) && (guess?.mixture ?? shot.mixture);
  return componentCard(run, theme, /** @type {number} */ (chosen.component), {
    gamma: (shot.soft ?? frames.askedStep(frame)).gamma,
    hard: shot.hard?.labels,
    from: shot.mixture,
    to: held?.mixture ?? (guessed || frames.answerOn(frame)),
    when: tellWhen(state),
  });
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
function tellWhen(state) {
  const { frames, frame, held } = state;
  if (held) return "As your hand has it.";
  if (isGuessing(state)) return "As you guess it. What the M-step makes of it stays hidden until you press it.";
  if (frame === 0) return "What the first iteration will make of this start:";
  // A tape that has ended stands still while another goes on.
  const phase = frames.phase(Math.min(frame, frames.last(frames.soft)));
  return phase === "E" ? "What the next M-step will make of these colours:" : "What this M-step made:";
}
