// The stage: it keeps the run, the frame on show and what the person does, and draws what follows.

import { makeAddress, toClipboard } from "./address.js";
import { anneal, spreadOf, widthAt } from "./annealing.js";
import { componentCard, pointCard } from "./card.js";
import { blend, uniform } from "./colours.js";
import { drawCurve } from "./curve.js";
import { makeEasel, MOST } from "./drawing.js";
import { paintField } from "./field.js";
import { grip, handles, pulled, withGrip } from "./hands.js";
import { mostUncertain, nearestTo, neighbour, pulls, sigmasBetween } from "./inspection.js";
import { lineFor, prepareLine } from "./line.js";
import { between, eStep, likeliest, nearest, oneHot } from "./mixture.js";
import { drawGhost, drawGrip, drawPulls, drawRings, drawTrails, inviteAt, ringAround } from "./notes.js";
import { plural, significant, whole } from "./numbers.js";
import { drawParameters } from "./parameters.js";
import { unpack } from "./payload.js";
import { innerSize, makePicture } from "./picture.js";
import { planeFor, preparePlane } from "./plane.js";
import { listenTo } from "./pointer.js";
import { listenToQuestion, showQuestion } from "./question.js";
import { makeShots } from "./shots.js";
import { stampsFor } from "./stamping.js";
import { drawnAt, phaseAt } from "./tape.js";
import { readTheme } from "./theme.js";
import { makeTransport, ownsKeys } from "./transport.js";
import { makeMenu, startView, viewFromText, viewToText } from "./view.js";
import { inHand, invitation, sentence, status } from "./words.js";

const GLIDE = 160; // milliseconds
const TWINS = ["em", "kmeans"];

function makeStage(root, send) {
  const find = (selector) => root.querySelector(selector);
  const panes = { em: find("[data-pane=em]"), kmeans: find("[data-pane=kmeans]") };
  const pictures = {
    em: makePicture(panes.em.querySelector(".picture")),
    kmeans: makePicture(panes.kmeans.querySelector(".picture")),
  };
  const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

  let run = null;
  let shots = null; // what the run's frames show
  let theme = null;
  let scene = null; // what is prepared for the run, the size and the theme on show
  let frame = 0;
  let pending = 0; // the animation frame that will paint
  let shown = {}; // the frame and the shapes that are on the screen, and since when

  const view = startView();
  let chosen = null; // { point } or { component }: what the card works out
  let held = null; // { k, what, grip, mixture }: what a hand has hold of, or has let go and is recorded
  let grasped = null; // { base, first }: the mixture and the grip that a pull began with
  let guess = null; // { mixture, moved, frame }: where somebody thinks that the M-step goes
  let guesses = []; // how far off, in standard deviations
  let compare = null; // the log-likelihood of the run that a hand left behind
  let nudged = 0; // the timer after which keys that moved a component are recorded

  const transport = makeTransport(root, { at: () => frame, last: () => length() - 1, go });
  const showMenu = makeMenu(find(".menu"), view, changeView);
  const easel = makeEasel();
  listenToQuestion(root);
  const address = makeAddress();
  root.addEventListener("pointerdown", (event) => {
    if (!find(".menu").contains(event.target)) find(".menu").open = false;
  });

  const length = () => Math.max(shots.em.frames, run.kmeans && !run.blank ? run.kmeans.frames : 0);

  // ------------------------------------------------------------------ what is shown

  // The parameters and assignments on show: the frame's, or those that a hand makes of them.
  function shot() {
    if (run.blank) return {};
    const live = held?.mixture;
    if (!live) {
      return {
        mixture: shots.mixtureOn(frame),
        centroids: shots.centroidsOn(frame),
        soft: shots.softOn(frame),
        hard: shots.hardOn(frame),
      };
    }
    const soft = eStep(run.points, live, run.frequencies);
    const shotOf = { mixture: live, live: soft.logLikelihood };
    shotOf.soft = { ...soft, labels: likeliest(soft.gamma, run.K) };
    if (run.kmeans) {
      // A k-means start follows the means.
      const labels = nearest(run.points, live.means, run.D);
      shotOf.centroids = live.means;
      shotOf.hard = { labels, gamma: oneHot(labels, run.K) };
    }
    return shotOf;
  }

  const layers = () => ({
    cells: view.cells,
    density: view.density,
    regions: view.regions,
    sigmas: view.third ? [3, 2, 1] : [2, 1],
  });

  // Everything that a frame does not change: axes, sizes, curves, the table's head.
  function prepare() {
    theme = readTheme(root, run.K, view.projector);
    const size = innerSize(pictures.em);
    const inPlane = run.D === 2;
    const shared = inPlane ? planeFor(run, size) : lineFor(run, size);
    const prepared = (picture) =>
      inPlane ? preparePlane(picture, shared, theme) : prepareLine(picture, shared, theme);
    scene = {
      size,
      shared,
      em: prepared(pictures.em),
      kmeans: run.kmeans && prepared(pictures.kmeans),
      parameters: drawParameters(find(".parameters"), run, theme, (k) => choose({ component: k }, true)),
    };
    prepareCurves();
    shown = {};
  }

  function prepareCurves() {
    const curve = (name, series) =>
      drawCurve(find(`[data-curve=${name}]`), { frames: length(), ...series }, transport.jump);
    scene.logLikelihood = curve("log-likelihood", {
      values: shots.em.logLikelihood,
      below: view.bound || view.shares ? shots.em.bound : null,
      ghost: compare,
      label: "Log-likelihood",
      unit: "nats",
    });
    scene.inertia =
      run.kmeans &&
      curve("inertia", { values: run.kmeans.inertia, label: "Inertia of k-means", unit: "" });
  }

  // ------------------------------------------------------------------ what is drawn

  // Points are painted again only when their colours or their stamps change: at an E-step.
  function paintPoints(twin, assignment, shares) {
    const { gamma, labels } = assignment ?? {};
    const key = [gamma, view.truth, shares, theme];
    if (shown[twin]?.every((part, i) => part === key[i])) return;
    shown[twin] = key;
    const colours = gamma ? blend(gamma, run.K, theme.colours) : uniform(run.N, theme.neutral);
    scene[twin].paintPoints(colours, stampsFor(run, view, labels, shares), gamma);
    pictures[twin].colours = colours;
  }

  function paintColours({ soft, hard }) {
    paintPoints("em", soft, view.shares && !held ? sharesNow() : null);
    if (!run.kmeans) return;
    paintPoints("kmeans", hard, null);
    const which = soft && hard ? differing(soft.labels, hard.labels) : [];
    for (const twin of TWINS) drawRings(pictures[twin], scene.shared, view.rings ? which : []);
    const button = find(".rings");
    button.setAttribute("aria-pressed", Boolean(view.rings));
    button.textContent =
      soft && hard ? `Ring ${plural(which.length, "difference", "differences")}` : "Ring differences";
    scene.differences = which.length;
  }

  const differing = (a, b) => Array.from(a.keys()).filter((n) => a[n] !== b[n]);

  // The same array for the same frame, so that nothing is painted twice.
  function sharesNow() {
    const shares = shown.sharesAt === frame ? shown.shares : shots.sharesOn(frame);
    shown.sharesAt = frame;
    shown.shares = shares;
    return shares;
  }

  function drawShapes(mixture, centroids) {
    if (mixture) scene.em.drawMixture(mixture, layers());
    else pictures.em.over.replaceChildren();
    if (centroids) scene.kmeans.drawCentroids(centroids, layers());
    else pictures.kmeans.over.replaceChildren();
    shown.mixture = mixture;
    shown.centroids = centroids;
  }

  function paintFields(mixture) {
    if (run.D !== 2) return;
    const kind = view.density ? "density" : view.regions ? "regions" : null;
    const key = [mixture, kind, theme];
    if (shown.field?.every((part, i) => part === key[i])) return;
    shown.field = key;
    paintField(pictures.em.field, scene.shared, mixture, kind, theme);
  }

  // Shapes glide from where they are to where they belong, unless somebody steps faster than that.
  function moveShapes(now, { mixture, centroids, live }) {
    const from = { ...shown };
    if (from.mixture === mixture && from.centroids === centroids && from.look === look()) return;
    const glides =
      from.mixture &&
      mixture &&
      live === undefined &&
      from.look === look() &&
      Math.abs(frame - from.frame) <= 1 &&
      now - from.at > GLIDE &&
      !stillness.matches;
    shown.look = look();
    if (!glides) {
      drawShapes(mixture, centroids);
      return;
    }
    const mix = (a, b, t) => a.map((value, i) => value + t * (b[i] - value));
    const glide = (time) => {
      const t = Math.min(1, Math.max(0, (time - now) / GLIDE));
      if (t >= 1) {
        pending = 0;
        drawShapes(mixture, centroids);
        return;
      }
      const eased = t * t * (3 - 2 * t);
      drawShapes(
        between(from.mixture, mixture, eased),
        centroids && mix(from.centroids, centroids, eased),
      );
      pending = requestAnimationFrame(glide);
    };
    pending = requestAnimationFrame(glide);
  }

  const look = () => [view.cells, view.density, view.regions, view.third].join();

  // What lies on top: trails, the chosen point or component, handles, a guess.
  function drawNotes({ mixture, soft }) {
    const { em, kmeans } = pictures;
    const notes = { em: run.blank && run.N === 0 ? [inviteAt(scene.size)] : [], kmeans: [] };
    if (view.trails && run.D === 2 && !held && mixture) {
      const upTo = (list, tape) => list.slice(0, drawnAt(Math.min(frame, tape.frames - 1)) + 1);
      notes.em.push(...drawTrails(scene.shared, theme, upTo(shots.em.mixtures, shots.em).map(({ means }) => means)));
      if (run.kmeans) notes.kmeans.push(...drawTrails(scene.shared, theme, upTo(run.kmeans.centroids, run.kmeans)));
    }
    if (chosen?.point !== undefined && chosen.point < run.N) {
      for (const twin of TWINS) notes[twin].push(ringAround(scene.shared, chosen.point));
    }
    const target = guess?.mixture ?? mixture;
    if (chosen?.component !== undefined && mixture) {
      const k = chosen.component;
      if (soft && !held) notes.em.push(...drawPulls(scene.shared, theme, k, mixture, pulls(run.points, soft.gamma, mixture, k, 12)));
      if (!view.temperature) {
        const now = held?.k === k ? held.grip : grip(target, k);
        notes.em.push(...drawGrip(scene.shared, theme, k, handles(now, run.covariance)));
      }
    }
    if (guess && mixture) notes.em.push(...drawGhost(scene.shared, theme, guess, guess.frame < frame ? mixture : null));
    em.notes.replaceChildren(...notes.em);
    kmeans.notes.replaceChildren(...notes.kmeans);
  }

  function paint(now) {
    pending = 0;
    const current = shot();
    paintColours(current);
    moveShapes(now, current);
    paintFields(current.mixture);
    drawNotes(current);
    scene.logLikelihood(frame, current.live);
    scene.inertia?.(frame);
    scene.parameters(current.mixture);
    showCard(current);
    say();
    transport.show();
    const { dataset } = root;
    dataset.frame = frame;
    dataset.frames = length();
    dataset.phase = phaseAt(frame);
    const likelihood = current.live ?? shots.em.logLikelihood[Math.min(frame, shots.em.frames - 1)];
    dataset.logLikelihood = likelihood === undefined ? "" : likelihood.toPrecision(17);
    dataset.ready = "true";
    shown.frame = frame;
    shown.at = now;
    if (run.linked) address.follow(whereabouts());
  }

  function say() {
    const { em } = shots;
    panes.em.querySelector(".status").textContent = run.blank || view.temperature ? "" : status(em, frame, "stopped");
    if (run.kmeans) {
      panes.kmeans.querySelector(".status").textContent = run.blank ? "" : status(run.kmeans, frame, "stopped");
    }
    const words = find(".words");
    // A screen reader hears each half-step somebody makes, but not the flood of a tape that plays.
    words.setAttribute("aria-live", transport.playing() || held ? "off" : "polite");
    words.textContent = told();
    find(".undo").hidden = !run.edits;
    find(".uncertain").hidden = run.blank || Boolean(view.temperature);
    find(".temperature").hidden = !view.temperature;
    find(".temperature output").textContent = view.temperature
      ? `σ ${warmth() > 0 ? significant(width(), 2) : "0"}: ${plural(scene.differences, "point differs", "points differ")}`
      : "";
  }

  function told() {
    if (run.blank) return invitation(run, easel.count(), easel.places());
    if (held) return inHand(run, held);
    if (view.temperature && warmth() === 0) {
      return "The circle has shrunk to nothing: responsibilities are 0 and 1, and EM is k\u2011means, step for step.";
    }
    if (guess && guess.frame < frame && guess.result) {
      const list = guesses.slice(-5).map((sigmas) => significant(sigmas, 2)).join(", ");
      return `${guess.result} Your guesses so far, in standard deviations: ${list}.`;
    }
    if (view.predict && phaseAt(frame) === "E" && frame < shots.em.frames - 1) {
      return "Your turn: choose a component, drag it to where you think the M-step takes it, then press M-step.";
    }
    return sentence(run, shots.em, frame, shots.reading(frame));
  }

  // ------------------------------------------------------------------ the card

  function choose(what, focus = false) {
    if (!what && find(".card").contains(root.getRootNode().activeElement)) leaveCard();
    chosen = what;
    redraw();
    if (what && focus) requestAnimationFrame(() => find(".card").focus());
  }

  // Who closes the card with the keyboard goes on where it was opened.
  function leaveCard() {
    const opener = chosen.point !== undefined
      ? find(".uncertain")
      : find(`.parameters tbody tr:nth-child(${chosen.component + 1}) button`);
    opener?.focus({ preventScroll: true });
  }

  function showCard(current) {
    const card = find(".card");
    card.hidden = !chosen || run.blank;
    if (card.hidden) return;
    const centroids = held ? current.centroids : shots.askedCentroids(frame);
    const content =
      chosen.point !== undefined
        ? pointCard(run, theme, chosen.point, held?.mixture ?? shots.askedOn(frame), centroids)
        : componentCard(run, theme, chosen.component, {
            gamma: (current.soft ?? askedStep()).gamma,
            hard: current.hard?.labels,
            from: current.mixture,
            to: held?.mixture ?? (guessing() ? (guess?.mixture ?? current.mixture) : shots.answerOn(frame)),
            when: answerIsNear(),
          });
    card.querySelector("h2").replaceChildren(content.title);
    card.querySelector(".body").replaceChildren(...content.body);
    // Beside, not over, what it speaks of: on the other half of the picture, in the outer pane's corner.
    const [x] =
      chosen.point !== undefined
        ? [scene.shared.centres[2 * chosen.point]]
        : scene.shared.toScreen(grip(current.mixture, chosen.component).mean);
    const alone = !run.kmeans;
    card.classList.toggle("left", alone && x > scene.size[0] / 2);
    card.classList.toggle("beside", !alone);
  }

  const askedStep = () => eStep(run.points, shots.askedOn(frame));

  function answerIsNear() {
    if (held) return "As your hand has it.";
    if (guessing()) return "As you guess it. What the M-step makes of it stays hidden until you press it.";
    if (frame === 0) return "What the first iteration will make of this start:";
    // A tape that has ended stands still while the other twin goes on.
    const on = Math.min(frame, shots.em.frames - 1);
    return phaseAt(on) === "M" ? "What this M-step made:" : "What the next M-step will make of these colours:";
  }

  find("[data-do=close]").onclick = () => choose(null);
  find(".uncertain").onclick = () => {
    const { gamma } = shots.softOn(frame) ?? askedStep();
    choose({ point: mostUncertain(gamma, run.K) }, true);
  };

  // In the card's focus keys walk between points, or move the component.
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  find(".card").onkeydown = (event) => {
    if (event.target.closest("button") && event.key !== "Escape") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (chosen.point !== undefined && way) {
      choose({ point: neighbour(scene.shared.centres, chosen.point, way) });
    } else if (chosen.component !== undefined && (way || "+-=[]".includes(event.key))) {
      nudge(event.key, way);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onShortcut = (event) => {
    if (event.key === "Escape" && (chosen || held)) letGoOfAll();
    const undoes = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (undoes && !ownsKeys(event.composedPath()[0])) {
      if (run?.easel) find("[data-do=undraw]").click();
      else if (run?.edits) find(".undo").click();
    }
  };
  window.addEventListener("keydown", onShortcut);

  // ------------------------------------------------------------------ hands

  const reach = () => (scene.shared.view.box[2] - scene.shared.view.box[0]) / 2;
  const canHold = () =>
    !view.temperature && !run.blank && !held?.sent && (run.linked || guessing());

  // What can be held or looked at, nearest first: handles, means, points.
  function hit(twin, x, y, coarse) {
    if (run.easel) return { held: true, what: "draw", cursor: "crosshair" };
    if (run.blank) return null;
    const near = coarse ? 24 : 12;
    const within = (place) => {
      const [px, py] = scene.shared.toScreen(place);
      return Math.hypot(px - x, py - y) < near;
    };
    const target = guess && guess.frame === frame ? guess.mixture : shots.mixtureOn(frame);
    if (twin === "em" && chosen?.component !== undefined && canHold()) {
      const handle = handles(grip(target, chosen.component), run.covariance).find(({ at }) => within(at));
      if (handle) return { held: true, k: chosen.component, what: handle.what, cursor: "grab" };
    }
    const means = twin === "em" ? target.means : shots.centroidsOn(frame);
    for (let k = 0; k < run.K; k += 1) {
      if (within(means.subarray(run.D * k, run.D * (k + 1)))) {
        return { held: twin === "em" && canHold(), k, what: "mean", cursor: twin === "em" ? "grab" : "pointer" };
      }
    }
    const point = nearestTo(scene.shared.centres, x, y, near);
    return point === null ? null : { point, cursor: "pointer" };
  }

  // While the M-step is guessed a hand moves the guess; otherwise it moves the start of a new run.
  const guessing = () => view.predict && phaseAt(frame) === "E" && frame < shots.em.frames - 1;

  function pull({ k, what }, place) {
    clearTimeout(nudged);
    if (!grasped) {
      const base = held?.mixture ?? (guessing() ? guess?.mixture : null) ?? shots.mixtureOn(frame);
      grasped = { base, first: grip(base, k) };
    }
    const moved = pulled(grasped.first, what, place, run.covariance, reach());
    const mixture = withGrip(grasped.base, k, moved, what, run.covariance);
    if (guessing()) {
      guess = { mixture, frame, moved: new Set([...(guess?.moved ?? []), k]) };
      if (chosen?.component !== k) chosen = { component: k };
    } else held = { k, what, grip: moved, mixture };
    redraw();
  }

  function letGo(moved) {
    const pulling = grasped;
    grasped = null;
    if (!moved && pulling && !held?.sent) {
      // The pointer was taken away: as if nothing had been held.
      held = null;
      redraw();
    }
    if (!moved || !held) return;
    compare = shots.em.logLikelihood.slice(Math.min(frame, shots.em.frames - 1));
    const { weights, means, covariances } = held.mixture;
    held.sent = true;
    send({
      kind: "start",
      weights: Array.from(weights),
      means: Array.from(means),
      covariances: Array.from(covariances),
    });
  }

  // Keys on a chosen component, recorded when they have been still for a moment.
  function nudge(key, way) {
    const k = chosen.component;
    if (!canHold()) return;
    const base = guessing() ? (guess?.mixture ?? shots.mixtureOn(frame)) : (held?.mixture ?? shots.mixtureOn(frame));
    const now = held?.k === k ? held.grip : grip(base, k);
    const step = reach() / 40;
    let after = { ...now };
    let what = "mean";
    if (way) after.mean = now.mean.map((value, d) => value + step * (d === 0 ? way[0] : -way[1]));
    else if ("[]".includes(key)) {
      if (!handles(now, run.covariance).some((handle) => handle.what === "turn")) return;
      [what, after.angle] = ["turn", now.angle + (key === "[" ? 1 : -1) * (Math.PI / 36)];
    } else {
      const factor = key === "-" ? 1 / 1.1 : 1.1;
      [what, after.major, after.minor] = ["major", now.major * factor, now.minor * factor];
    }
    const mixture = withGrip(base, k, after, what, run.covariance);
    if (guessing()) guess = { mixture, frame, moved: new Set([...(guess?.moved ?? []), k]) };
    else {
      held = { k, what, grip: after, mixture };
      clearTimeout(nudged);
      nudged = setTimeout(() => letGo(true), 700);
    }
    redraw();
  }

  const letGoOf = TWINS.map((twin) =>
    listenTo(pictures[twin].plot, {
      hit: (x, y, coarse) => hit(twin, x, y, coarse),
      hold: (target, at) => {
        if (transport.playing()) transport.pause();
        if (target.what === "draw") drawAt(at, true);
      },
      pull: (target, at) => {
        if (target.what === "draw") drawAt(at, false);
        else pull(target, scene.shared.toPlace(...at));
      },
      release: (target, moved) => {
        if (target.what === "draw") sendDrawing();
        else letGo(moved);
      },
      click: (target, x, y) => {
        if (!target) choose(null);
        else if (target.point !== undefined) choose({ point: target.point });
        else if (target.k !== undefined) choose({ component: target.k });
      },
    }),
  );

  function letGoOfAll() {
    letGoOf.forEach((cancel) => cancel());
    clearTimeout(nudged);
    grasped = null;
    if (!held?.sent) held = null;
    choose(null);
  }

  find(".undo").onclick = () => {
    compare = null;
    send({ kind: "undo" });
  };

  // ------------------------------------------------------------------ guessing and temperature

  function judge() {
    const truth = shots.mixtureOn(frame);
    const { D } = run;
    const off = [...guess.moved].map((k) => ({
      k,
      sigmas: sigmasBetween(truth, k, guess.mixture.means.subarray(D * k, D * (k + 1))),
    }));
    guesses = guesses.concat(off.map(({ sigmas }) => sigmas));
    guess.result = off
      .map(({ k, sigmas }) => `Component ${k + 1}: your guess was ${significant(sigmas, 2)} standard deviations from where it went.`)
      .join(" ");
  }

  const warmth = () => Number(find(".temperature input").value);
  const width = () => widthAt(warmth(), (scene.spread ??= spreadOf(run)));

  // In the mode of the temperature a tape of circles stands in for the run's own.
  function retape() {
    const em = view.temperature && run.kmeans
      ? anneal(run, run.em.mixtures[0].means, width(), run.kmeans.frames)
      : run.em;
    shots = makeShots(run, em);
    frame = Math.min(frame, length() - 1);
    prepareCurves();
    shown = {};
  }
  find(".temperature input").oninput = () => {
    retape();
    redraw();
  };

  function changeView(name) {
    if (name === "temperature") {
      held = guess = null;
      retape();
    }
    if (name === "density" && view.density) view.regions = false;
    if (name === "regions" && view.regions) view.density = false;
    if (name === "predict") [guess, guesses] = [null, []];
    if (name === "projector") refresh();
    if (name === "bound" || name === "shares") prepareCurves();
    showMenu(run);
    redraw();
  }
  find(".rings").onclick = () => {
    view.rings = !view.rings;
    changeView("rings");
  };

  // ------------------------------------------------------------------ drawing

  const easelForm = find(".easel");
  const tool = (name) => easelForm.querySelector(`[name=${name}]`);

  function drawAt(at, begins) {
    if (begins) easel.begin();
    const place = scene.shared.toPlace(...at);
    const erases = tool("tool").checked === false;
    const spread = Number(tool("spread").value);
    if (erases) easel.erase(place, Math.max(spread, 0.25));
    else easel.spray(place, Number(tool("many").value), spread, scene.shared.view.box);
    showDrawing();
  }

  // The points as they are on the easel, uncoloured until the engine has recorded them.
  function showDrawing() {
    const points = Float64Array.from(easel.points());
    run = { ...run, points, N: points.length / 2, blank: true, truth: null };
    shots = makeShots(run, { ...run.em, frames: 1, mixtures: [], logLikelihood: [], bound: [] });
    [frame, chosen, held, guess] = [0, null, null, null];
    refresh();
  }

  const sendDrawing = () => send({ kind: "points", points: easel.points() });
  find("[data-do=undraw]").onclick = () => {
    easel.undo();
    showDrawing();
    sendDrawing();
  };
  find("[data-do=clear]").onclick = () => {
    easel.clear();
    showDrawing();
    sendDrawing();
  };

  // ------------------------------------------------------------------ time

  const whereabouts = () => ({ frame, view: viewToText(view, chosen) });

  find(".copy").onclick = async () => {
    const copied = await toClipboard(address.now(whereabouts()));
    find(".copy").textContent = copied ? "Copied" : "Copy it from the address bar";
    setTimeout(() => {
      find(".copy").textContent = "Copy link";
    }, 1800);
  };

  function redraw() {
    if (!run) return;
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(paint);
  }

  function go(to) {
    const next = Math.max(0, Math.min(length() - 1, to));
    if (next === frame || held) return;
    const before = frame;
    frame = next;
    if (guess) {
      if (frame === guess.frame + 1 && before === guess.frame && !guess.result) judge();
      else if (frame !== guess.frame + 1) guess = null;
    }
    redraw();
  }

  function refresh() {
    if (!run) return;
    prepare();
    redraw();
  }

  const observer = new ResizeObserver(() => {
    if (!run) return;
    const size = innerSize(pictures.em);
    if (size.some((side, i) => side !== scene.size[i])) refresh();
  });
  observer.observe(pictures.em.host);

  // What tests and other tools read: the frame's numbers as the picture has them.
  root.inspect = () => {
    const { soft, hard, mixture } = shot();
    return {
      frame,
      run,
      mixture,
      responsibilities: soft?.gamma ?? null,
      labels: hard?.labels ?? null,
      colours: { em: pictures.em.colours, kmeans: pictures.kmeans.colours },
      palette: theme.colours,
      centres: scene.shared.centres,
      toScreen: scene.shared.toScreen,
      view: { ...view },
      shares: view.shares && !held && !run.blank ? shots.sharesOn(frame) : null,
      guesses: [...guesses],
      drawn: easel.points(),
    };
  };

  return {
    show(payload) {
      if (payload.run !== run?.run) {
        const first = run === null;
        if (!first) transport.pause();
        const byHand = held?.sent;
        const wasDrawing = Boolean(run?.easel);
        run = unpack(payload);
        shots = makeShots(run, run.em);
        const asked = first || address.arrive() ? payload.frame : 0;
        frame = Math.max(0, Math.min(length() - 1, asked));
        if (!byHand) compare = null;
        held = guess = null;
        if (chosen?.point >= run.N || chosen?.component >= run.K || !byHand) chosen = null;
        // Coming back to a drawing, the easel goes on from what is there.
        if (run.easel && !wasDrawing) easel.load(run.points);
        if (first) {
          const opened = viewFromText(payload.view, run);
          Object.assign(view, opened.view);
          chosen = run.blank ? null : opened.chosen;
        }
        if (!run.kmeans || run.blank) view.temperature = false;
      } else if (held?.sent) held = null;
      run.linked = payload.linked;
      find(".copy").hidden = !run.linked;
      showQuestion(root, payload);
      find(".title").textContent = payload.title;
      find(".summary").textContent = payload.summary;
      root.classList.toggle("alone", !run.kmeans);
      root.classList.toggle("blank", Boolean(run.blank));
      root.classList.toggle("drawing", Boolean(run.easel));
      easelForm.hidden = !run.easel;
      find(".tally").textContent = `${whole(easel.count())} of ${whole(MOST)} points`;
      showMenu(run);
      prepare();
      if (view.temperature) retape();
      redraw();
    },
    close() {
      cancelAnimationFrame(pending);
      address.close();
      clearTimeout(nudged);
      observer.disconnect();
      window.removeEventListener("keydown", onShortcut);
      transport.close();
    },
  };
}

const stages = new WeakMap();

// What Streamlit calls with every payload, and with every change of theme.
export default function stage({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".stage");
  if (!stages.has(root)) {
    const send = (message) => setTriggerValue?.("edited", message);
    stages.set(root, makeStage(root, send));
  }
  stages.get(root).show(data);
  return () => {
    stages.get(root)?.close();
    stages.delete(root);
  };
}
