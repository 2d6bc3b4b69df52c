// Reads back how Chromium laid out the SVG documents in all iframes of this page.
"use strict";

const MM_PER_PX = 25.4 / 96;
const PT_PER_PX = 72 / 96;
const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const RESTYLED = "data-restyled";
const NEVER_DRAWN = "defs, symbol, clipPath, mask, pattern, marker, linearGradient, radialGradient, filter";
// A use hands these on to what it draws.
const INHERITED = [
  "color", "direction", "dominant-baseline", "fill", "fill-opacity", "font-family", "font-size", "font-stretch",
  "font-style", "font-variant", "font-weight", "letter-spacing", "line-height", "paint-order", "stroke",
  "stroke-opacity", "stroke-width", "text-anchor", "text-rendering", "text-transform", "visibility", "white-space",
  "word-spacing", "writing-mode",
];

const styleOf = (element) => element.ownerDocument.defaultView.getComputedStyle(element);
// In the layout tree, and not in a viewport of no width or height, which is never drawn
// (SVG 2, "a computed value of zero disables rendering") though it is laid out.
const isRendered = (element) => element.getClientRects().length > 0 && !inEmptyViewport(element);

function inEmptyViewport(element) {
  for (let svg = element.ownerSVGElement; svg && svg.ownerSVGElement; svg = svg.ownerSVGElement) {
    if (svg.width.baseVal.value === 0 || svg.height.baseVal.value === 0) return true;
  }
  return false;
}

// ------------------------------------------------------------------ page

// A side the file doesn't state follows from the other one and the viewBox; without either,
// which a browser leaves to the frame, one pixel a user unit.
function settlePage(root) {
  const says = (name) => /px$/.test(String(root.computedStyleMap().get(name)));
  const known = { width: says("width"), height: says("height") };
  const box = root.viewBox.baseVal;
  const has = root.hasAttribute("viewBox") && box && box.width > 0 && box.height > 0;
  const stated = { width: parseFloat(styleOf(root).width), height: parseFloat(styleOf(root).height) };
  for (const [name, other] of [["width", "height"], ["height", "width"]]) {
    if (known[name]) continue;
    const px = !has ? 3000 : known[other] ? (stated[other] * box[name]) / box[other] : box[name];
    root.style.setProperty(name, `${px}px`, "important");
  }
  return known;
}

// ------------------------------------------------------------------ use

// What a <use> draws can't be asked for its text, so real copies take its place. They
// must come out where the <use> was; where they don't, the file can't be measured.
function expandUses(doc) {
  const problems = [];
  for (let round = 0; round < 12; round++) {
    const uses = [...doc.querySelectorAll("use")].filter((use) => !use.closest(NEVER_DRAWN) && holdsText(use));
    if (!uses.length) return problems;
    for (const use of uses) {
      const before = isRendered(use) ? use.getBoundingClientRect() : null;
      const copy = expand(use);
      const after = copy.getBoundingClientRect();
      if (before && ["left", "top", "right", "bottom"].some((side) => Math.abs(before[side] - after[side]) > 0.3)) {
        problems.push("a copy in place of a <use> is drawn elsewhere or otherwise");
      }
    }
  }
  return ["<use> elements refer to each other"];
}

function targetOf(use) {
  const href = use.getAttribute("href") || use.getAttributeNS(XLINK, "href") || "";
  const target = href.startsWith("#") ? use.ownerDocument.getElementById(href.slice(1)) : null;
  return target && !target.contains(use) ? target : null;
}

function holdsText(use) {
  const target = targetOf(use);
  return target && (target.localName === "text" || target.querySelector("text, use") || target.localName === "use");
}

function expand(use) {
  const doc = use.ownerDocument;
  const group = doc.createElementNS(SVG, "g");
  const computed = styleOf(use);
  const kept = INHERITED.map((name) => [name, computed.getPropertyValue(name)]);
  for (const { name, value } of use.attributes) {
    if (!["x", "y", "width", "height", "href", "xlink:href"].includes(name)) group.setAttribute(name, value);
  }
  for (const [name, value] of kept) group.style.setProperty(name, value, "important");
  for (const name of ["opacity", "display"]) group.style.setProperty(name, computed[name]);
  const shifted = doc.createElementNS(SVG, "g");
  shifted.setAttribute("transform", `translate(${use.x.baseVal.value} ${use.y.baseVal.value})`);
  group.append(shifted);
  const target = targetOf(use);
  shifted.append(instance(use, target));
  use.replaceWith(group);
  markRestyled(target, shifted.firstChild);
  return group;
}

// Rules pick what a <use> draws by where its original stands. Where they would pick the copy
// otherwise, its look is not that of the <use>.
function markRestyled(target, copy) {
  const rules = [...target.ownerDocument.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const selectors = rules.filter((rule) => rule.selectorText).map((rule) => rule.selectorText);
  const originals = [target, ...target.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  const differs = originals.some((original, i) => selectors.some((s) => original.matches(s) !== copies[i].matches(s)));
  if (differs) for (const text of copies) text.setAttribute(RESTYLED, "");
}

// A symbol or svg becomes a viewport of the size the <use> gives it.
function instance(use, target) {
  if (target.localName !== "symbol" && target.localName !== "svg") return target.cloneNode(true);
  const box = use.ownerDocument.createElementNS(SVG, "svg");
  for (const { name, value } of target.attributes) box.setAttribute(name, value);
  for (const side of ["width", "height"]) if (use.hasAttribute(side)) box.setAttribute(side, use.getAttribute(side));
  box.append(...[...target.childNodes].map((node) => node.cloneNode(true)));
  return box;
}

// ------------------------------------------------------------------ text

function isPainted(element) {
  const style = styleOf(element);
  if (style.visibility !== "visible") return false;
  for (let e = element; e && e.nodeType === 1; e = e.parentNode) if (Number(styleOf(e).opacity) === 0) return false;
  const filled = fillOf(element) !== "none" && Number(style.fillOpacity) > 0 && !/^rgba\(.*, 0\)$/.test(style.fill);
  const stroked =
    style.stroke !== "none" && Number(style.strokeOpacity) > 0 && parseFloat(style.strokeWidth) > 0;
  return filled || stroked;
}

// Size along the glyphs' up direction: the area one unit square becomes over the length of its base line.
function upScale(m) {
  const base = Math.hypot(m.a, m.b);
  return base === 0 ? 0 : Math.abs(m.a * m.d - m.b * m.c) / base;
}

// The characters the DOM counts: white space in a row is one blank, none where a text begins or
// ends. The caller compares their number with the browser's own.
function charactersOf(text) {
  const characters = [];
  let open = false; // the last character is a blank that may yet turn out to be the end
  const walker = text.ownerDocument.createTreeWalker(text, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_CDATA_SECTION);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.namespaceURI !== SVG || !isRendered(parent)) continue;
    const mode = styleOf(parent).whiteSpaceCollapse;
    for (const c of node.data.split("")) {
      const breaks = /[\r\n]/.test(c) && mode === "preserve-breaks";
      const collapses = !breaks && /[ \t\r\n]/.test(c) && /collapse|preserve-breaks/.test(mode);
      if (collapses && (open || !characters.length)) continue;
      if (breaks && open) characters.pop();
      characters.push({ c: /[\t\r\n]/.test(c) ? " " : c, parent });
      open = collapses;
    }
  }
  if (open) characters.pop();
  return characters;
}

function cell(text, index, m, origin) {
  const box = text.getExtentOfChar(index);
  const xs = [];
  const ys = [];
  for (const [x, y] of [[0, 0], [1, 0], [1, 1], [0, 1]]) {
    const px = box.x + x * box.width;
    const py = box.y + y * box.height;
    xs.push((m.a * px + m.c * py + m.e - origin.x) * MM_PER_PX);
    ys.push((m.b * px + m.d * py + m.f - origin.y) * MM_PER_PX);
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

const around = (a, b) =>
  a === null ? b : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];

// A reference to nothing paints what stands behind it.
function fillOf(element) {
  const fill = styleOf(element).fill;
  const [, id, rest] = /^url\("?#([^")]*)"?\)\s*(.*)$/.exec(fill) || [];
  return id === undefined || element.ownerDocument.getElementById(id) ? fill : rest || "none";
}

function describe(parent, m) {
  const style = styleOf(parent);
  const size = parseFloat(style.fontSize) * upScale(m) * PT_PER_PX;
  return {
    size_pt: size,
    family: style.fontFamily,
    fill: fillOf(parent),
    weight: style.fontWeight,
    style: style.fontStyle,
    visible: size > 0 && isPainted(parent),
  };
}

function measureText(text, origin) {
  if (text.hasAttribute(RESTYLED)) return { runs: [], excluded: "style rules match the copy of a <use> otherwise" };
  const m = text.getScreenCTM();
  if (!m) return { runs: [], excluded: "it has no transform to the screen" };
  const characters = charactersOf(text);
  const count = text.getNumberOfChars();
  if (characters.length !== count) {
    return { runs: [], excluded: `${characters.length} characters have a place, ${count} are counted` };
  }
  const runs = [];
  const known = new Map();
  let last = null;
  characters.forEach(({ c, parent }, index) => {
    if (!known.has(parent)) known.set(parent, describe(parent, m));
    const look = known.get(parent);
    const key = JSON.stringify(look);
    if (!last || key !== last.key) runs.push((last = { key, ...look, text: "", box: null }));
    last.text += c;
    last.box = around(last.box, cell(text, index, m, origin));
  });
  for (const run of runs) {
    delete run.key;
    run.boxless = null;
    if (run.box[0] === run.box[2] && run.box[1] === run.box[3]) run.boxless = "nothing of it is drawn";
  }
  return { runs: runs.filter((run) => run.text.trim() !== ""), excluded: null };
}

// ------------------------------------------------------------------ file

function measure(frame) {
  const doc = frame.contentDocument;
  const root = doc && doc.documentElement;
  if (!root || root.localName !== "svg" || doc.querySelector("parsererror")) {
    return { error: "Chromium cannot read it as SVG" };
  }
  const known = settlePage(root);
  const problems = expandUses(doc);
  // The page stays where it is when the root itself is transformed.
  const side = (name) => (known[name] ? parseFloat(styleOf(root)[name]) * MM_PER_PX : null);
  const origin = { x: 0, y: 0 };
  return {
    width_mm: side("width"),
    height_mm: side("height"),
    excluded: problems.length ? problems[0] : null,
    elements: [...doc.getElementsByTagNameNS(SVG, "text")]
      .filter((text) => isRendered(text))
      .map((text) => measureText(text, origin)),
  };
}

window.addEventListener("load", () => {
  const frames = [...document.querySelectorAll("iframe")];
  const results = frames.map((frame) => {
    try {
      return measure(frame);
    } catch (error) {
      return { error: String(error) };
    }
  });
  for (const frame of frames) frame.remove();
  document.getElementById("result").textContent = JSON.stringify(results);
});
