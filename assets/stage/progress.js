// What has been done of a lesson, kept by the browser: in memory where it may keep nothing.

/** @typedef {{ done: boolean, tries: number, answer?: string | number }} Deed */

const MOST_TRIES = 1e6; // anything above was not counted here

/** @returns {Deed} */
const nothing = () => ({ done: false, tries: 0 });

/**
 * What a browser has kept: whatever else stands there is passed over.
 * @param {string | null} text
 * @param {number} count
 */
function read(text, count) {
  /** @type {Record<string, any>} */
  let kept = {};
  try {
    kept = JSON.parse(text ?? "{}") ?? {};
  } catch {
    // It is not ours.
  }
  return Array.from({ length: count }, (_, scene) => {
    const { done, tries, answer } = kept[scene + 1] ?? nothing();
    const told = ["string", "number"].includes(typeof answer) ? { answer } : {};
    return { done: done === true, tries: tries >= 0 && tries < MOST_TRIES ? Math.floor(tries) : 0, ...told };
  });
}

/**
 * What two tabs have done, together.
 * @param {Deed[]} ours
 * @param {Deed[]} theirs
 * @returns {Deed[]}
 */
const merged = (ours, theirs) =>
  ours.map((deed, scene) => ({
    ...theirs[scene],
    ...deed,
    done: deed.done || theirs[scene].done,
    tries: Math.max(deed.tries, theirs[scene].tries),
  }));

/**
 * `changed(cleared)` is told when another tab has done something, or has cleared everything.
 * @param {string} lesson
 * @param {number} count
 * @param {AbortSignal} signal
 * @param {(cleared: boolean) => void} changed
 */
export function makeProgress(lesson, count, signal, changed) {
  const key = `mixtape-lesson-${lesson}`;
  /** @param {(storage: Storage) => void} use */
  const withStorage = (use) => {
    try {
      use(window.localStorage);
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  };
  let deeds = read(null, count);
  const look = () => withStorage((storage) => (deeds = merged(deeds, read(storage.getItem(key), count))));
  look();
  window.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    const cleared = event.newValue === null;
    if (cleared) deeds = read(null, count);
    look();
    changed(cleared);
  }, { signal });

  return {
    /** @param {number} scene */
    of: (scene) => deeds[scene],
    done: () => deeds.filter(({ done }) => done).length,
    /**
     * One try more, after all that other tabs have done. What is done stays done.
     * @param {number} scene
     * @param {{ done: boolean, answer?: string | number }} deed
     */
    keep(scene, { done, ...answer }, tries = 1) {
      look();
      const added = (/** @type {Deed} */ deed) => ({ ...deed, ...answer, done: deed.done || done, tries: deed.tries + tries });
      deeds = deeds.map((deed, i) => (i === scene ? added(deed) : deed));
      const kept = Object.fromEntries(deeds.map((deed, i) => [i + 1, deed]).filter(([, deed]) => Object.values(deed).some(Boolean)));
      withStorage((storage) => storage.setItem(key, JSON.stringify(kept)));
    },
    clear() {
      deeds = read(null, count);
      withStorage((storage) => storage.removeItem(key));
    },
  };
}
