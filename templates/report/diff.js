"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const mix = document.getElementById("mix");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  root.classList.add("js");

  function blend() {
    root.style.setProperty("--mix", String(mix.value / 100));
  }
  mix.addEventListener("input", blend);
  blend();

  function reveal(element, block) {
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  function select(number, from) {
    for (const element of all(".is-current")) element.classList.remove("is-current");
    for (const element of all(`[data-n="${number}"]`)) element.classList.add("is-current");
    const row = all(`.row[data-n="${number}"]`)[0];
    if (from === "box" && row) reveal(row, "nearest");
    if (from === "row") reveal(document.getElementById("desk"), "nearest");
  }

  for (const row of all("a.row")) {
    row.addEventListener("click", (event) => {
      event.preventDefault();
      select(row.dataset.n, "row");
    });
  }
  for (const box of all(".box")) box.addEventListener("click", () => select(box.dataset.n, "box"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const element of all(".is-current")) element.classList.remove("is-current");
  });
})();
