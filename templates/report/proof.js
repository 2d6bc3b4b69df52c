"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const status = byId("status");
  const KEY = "natfig.screen";

  root.classList.add("js");

  // -- the screen's own millimetre, remembered on this machine ---------------------------
  const slider = byId("screen"), said = byId("screen-value");

  function calibrate(value, remember) {
    const factor = Math.min(Math.max(Number(value) || 1, slider.min), slider.max);
    slider.value = factor;
    root.style.setProperty("--screen", factor);
    said.textContent = `${Math.round(factor * 100)}\u202f%`;
    // A page shown from a mail or in a frame may have no storage.
    try {
      if (remember) localStorage.setItem(KEY, String(factor));
    } catch { /* it holds for this visit */ }
  }

  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch { /* nothing is kept */ }
  if (kept !== null) calibrate(kept, false);
  slider.addEventListener("input", () => calibrate(slider.value, true));
  byId("screen-reset").addEventListener("click", () => calibrate(1, true));

  // -- a thing and its place: they light up together, and a click goes from one to the other
  const linked = all("[data-pair]");
  const pairs = (link) => link.dataset.pair.split(" ").map(byId).filter(Boolean);
  const holder = (link) => link.closest(".row, .panel, .mark, .region") ?? link;

  function light(link, on) {
    for (const other of [holder(link), ...pairs(link)]) {
      for (const part of [other, other.querySelector?.(".pick")]) part?.classList.toggle("is-lit", on);
    }
  }

  function clear() {
    for (const element of all(".is-current")) element.classList.remove("is-current");
    status.textContent = "";
  }

  function inDesk(element) {
    const desk = element.closest(".desk");
    if (!desk) return;
    const box = element.getBoundingClientRect(), frame = desk.getBoundingClientRect();
    desk.scrollTo({
      left: desk.scrollLeft + box.left + box.width / 2 - frame.left - frame.width / 2,
      top: desk.scrollTop + box.top + box.height / 2 - frame.top - frame.height / 2,
      behavior: "instant",
    });
  }

  function reveal(element) {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    inDesk(element);
    element.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }

  function follow(link) {
    const targets = pairs(link);
    if (!targets.length) return false;
    // Several findings at one place take turns.
    const now = targets.findIndex((target) => target.classList.contains("is-current"));
    const target = targets[(now + 1) % targets.length];
    clear();
    holder(link).classList.add("is-current");
    target.classList.add("is-current");
    reveal(target);
    const focus = target.matches("a") ? target : target.querySelector("a[data-pair]");
    focus?.focus({ preventScroll: true });
    status.textContent = target.matches(".mark, .region")
      ? "Its place is highlighted in the figure; Escape ends it."
      : "What is said of it is highlighted; Escape ends it.";
    return true;
  }

  for (const link of linked) {
    link.addEventListener("mouseenter", () => light(link, true));
    link.addEventListener("mouseleave", () => light(link, false));
    link.addEventListener("focus", () => light(link, true));
    link.addEventListener("blur", () => light(link, false));
    link.addEventListener("click", (event) => {
      if (follow(link)) event.preventDefault();
    });
  }
  // A panel's whole entry answers to the mouse, not only its letter.
  for (const panel of all(".panel")) {
    const link = panel.querySelector("[data-pair]");
    if (!link) continue;
    panel.addEventListener("mouseenter", () => light(link, true));
    panel.addEventListener("mouseleave", () => light(link, false));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clear();
      byId("calibration").open = false;
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList?.contains("pick")) return;
    const picks = all("a.pick").filter((pick) => pick.checkVisibility?.() ?? true);
    const next = picks[picks.indexOf(event.target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });

  // -- print: what is folded away is read on paper too -----------------------------------
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.calibration, .why)");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
