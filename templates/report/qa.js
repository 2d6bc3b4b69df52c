"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const desk = byId("desk"), paper = byId("paper"), picture = byId("picture"), status = byId("status");
  const picks = all(".pick"), marks = all(".mark");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const ROOM_PX = 6000, STEP = 1.25, LEAST = 0.1, FARTHEST = 40;
  const PX_PER_MM = 96 / 25.4;

  // What is folded away counts as hidden, as far as the browser can tell.
  const isShown = (element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);

  root.classList.add("js");
  // Where boxes stand close, their numbers would hide the figure: one click shows them.
  byId("show-tags").checked = paper !== null && paper.clientWidth * paper.clientHeight > ROOM_PX * marks.length;

  // -- a finding and its box ---------------------------------------------------------
  let current = null;

  function reveal(element, block) {
    element.scrollIntoView({ block, inline: block, behavior: calm.matches ? "auto" : "smooth" });
  }

  function inDesk(mark) {
    // Only the desk moves here: the page stays with what was clicked wherever it can.
    const box = mark.getBoundingClientRect(), frame = desk.getBoundingClientRect();
    desk.scrollTo({
      left: desk.scrollLeft + box.left + box.width / 2 - frame.left - frame.width / 2,
      top: desk.scrollTop + box.top + box.height / 2 - frame.top - frame.height / 2,
      behavior: calm.matches ? "auto" : "smooth",
    });
    const isSeen = frame.top >= 0 && frame.bottom <= innerHeight;
    if (!isSeen) reveal(desk, "nearest");
  }

  function clear() {
    for (const element of all(".is-current")) element.classList.remove("is-current");
    for (const element of all('[aria-pressed="true"]')) element.setAttribute("aria-pressed", "false");
    current = null;
    status.textContent = "";
  }

  function select(row, from) {
    clear();
    const pick = row.querySelector(".pick");
    const mark = pick.dataset.mark ? byId(pick.dataset.mark) : null;
    current = row.id;
    row.classList.add("is-current");
    pick.setAttribute("aria-pressed", "true");
    for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (mark) {
      mark.classList.add("is-current");
      mark.setAttribute("aria-pressed", "true");
    }
    if (from === "mark") {
      reveal(row, "nearest");
      pick.focus({ preventScroll: true });
    } else if (mark) {
      inDesk(mark);
      status.textContent = "The box of this finding is highlighted in the figure.";
    } else {
      status.textContent = "This finding is about the whole file.";
    }
  }

  for (const pick of picks) {
    pick.addEventListener("click", () => {
      const row = pick.closest(".row");
      if (current === row.id) clear();
      else select(row, "list");
    });
  }
  for (const mark of marks) {
    mark.addEventListener("click", () => {
      // Several findings at one place take turns.
      const rows = mark.dataset.findings.split(" ").map(byId).filter((row) => isShown(row.closest(".group")));
      const next = rows[(rows.findIndex((row) => row.id === current) + 1) % rows.length];
      if (next) select(next, "mark");
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const mark = document.querySelector(".mark.is-current");
      clear();
      if (mark && document.activeElement?.classList.contains("mark")) mark.blur();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList?.contains("pick")) return;
    const shown = picks.filter(isShown);
    const next = shown[shown.indexOf(event.target) + step];
    if (next) {
      event.preventDefault();
      next.focus();
      select(next.closest(".row"), "list");
    }
  });

  // -- size --------------------------------------------------------------------------
  if (paper) {
    const fit = byId("size-fit"), print = byId("size-print"), value = byId("zoom-value");
    const isSized = !paper.classList.contains("unsized");
    const width = parseFloat(getComputedStyle(root).getPropertyValue("--w"));
    const screen = () => parseFloat(root.style.getPropertyValue("--screen") || "1");
    const zoom = () => paper.getBoundingClientRect().width / (width * PX_PER_MM * screen());
    const say = () => {
      value.textContent = isSized ? `${Math.round(zoom() * 100)} %` : "–";
    };

    function zoomTo(wanted) {
      const before = paper.getBoundingClientRect();
      const x = (desk.clientWidth / 2 + desk.scrollLeft) / before.width;
      const y = (desk.clientHeight / 2 + desk.scrollTop) / before.height;
      root.style.setProperty("--zoom", Math.min(Math.max(wanted, LEAST), FARTHEST));
      paper.classList.add("zoomed");
      fit.checked = print.checked = false;
      const after = paper.getBoundingClientRect();
      desk.scrollLeft = x * after.width - desk.clientWidth / 2;
      desk.scrollTop = y * after.height - desk.clientHeight / 2;
      say();
    }

    for (const choice of [fit, print]) {
      choice.addEventListener("change", () => {
        paper.classList.remove("zoomed");
        say();
      });
    }
    byId("zoom-in").addEventListener("click", () => zoomTo(zoom() * STEP));
    byId("zoom-out").addEventListener("click", () => zoomTo(zoom() / STEP));
    desk.addEventListener("wheel", (event) => {
      if (!event.ctrlKey || !isSized) return;
      event.preventDefault();
      zoomTo(zoom() * Math.exp(-event.deltaY / 300));
    }, { passive: false });
    byId("calibrate").addEventListener("input", (event) => {
      root.style.setProperty("--screen", event.target.value);
      byId("calibrated").textContent = `${Math.round(event.target.value * 100)} %`;
      say();
    });
    addEventListener("resize", say);
    if (!isSized) for (const control of [print, byId("zoom-in"), byId("zoom-out")]) control.disabled = true;
    const broken = () => {
      paper.classList.add("broken");
      const note = document.createElement("p");
      note.className = "note";
      note.textContent = "This browser can't show the file; the boxes lie where things were measured.";
      desk.after(note);
    };
    if (picture.complete && !picture.naturalWidth) broken();
    else picture.addEventListener("error", broken);
    say();
  }

  // -- print: findings that are folded are not lost ------------------------------------
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(".more:not([open])");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });
})();
