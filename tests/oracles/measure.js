// Measures the SVG documents in all iframes of this page; runs in Chromium only.
"use strict";

const MM_PER_PX = 25.4 / 96;
const PT_PER_PX = 72 / 96;
const SVG = "http://www.w3.org/2000/svg";
const XLINK = "http://www.w3.org/1999/xlink";
const GROUP_ID = /^(panel-|figure|legend)/;

// A <use> draws its target again, but the copy can't be asked for its text.
// Putting a real copy in its place makes it a text like any other.
function expandUses(doc) {
  for (let round = 0; round < 8; round++) {
    const uses = [...doc.querySelectorAll("use")].filter((use) => {
      const target = targetOf(use);
      return target && (target.localName === "text" || target.querySelector("text, use"));
    });
    if (!uses.length) return;
    for (const use of uses) {
      const group = doc.createElementNS(SVG, "g");
      for (const { name, value } of use.attributes) {
        if (!["x", "y", "width", "height", "href", "xlink:href"].includes(name)) group.setAttribute(name, value);
      }
      const shift = `translate(${use.x.baseVal.value} ${use.y.baseVal.value})`;
      group.setAttribute("transform", `${use.getAttribute("transform") || ""} ${shift}`);
      const copy = targetOf(use).cloneNode(true);
      if (copy.localName === "symbol") {
        const inner = doc.createElementNS(SVG, "g");
        inner.append(...copy.childNodes);
        group.append(inner);
      } else group.append(copy);
      use.replaceWith(group);
    }
  }
  throw new Error("<use> elements refer to each other");
}

function targetOf(use) {
  const href = use.getAttribute("href") || use.getAttributeNS(XLINK, "href") || "";
  return href.startsWith("#") ? use.ownerDocument.getElementById(href.slice(1)) : null;
}

const styleOf = (element) => element.ownerDocument.defaultView.getComputedStyle(element);
const isRendered = (element) => element.getClientRects().length > 0;
const idOf = (element) => element.getAttribute("id") || "";

function ancestorIds(element) {
  const ids = [];
  for (let e = element; e && e.nodeType === 1; e = e.parentNode) if (idOf(e)) ids.push(idOf(e));
  return ids; // innermost first, the text's own id included
}

function isVisible(element) {
  const style = styleOf(element);
  if (style.visibility !== "visible" || style.fill === "none" || Number(style.fillOpacity) === 0) return false;
  for (let e = element; e && e.nodeType === 1; e = e.parentNode) if (Number(styleOf(e).opacity) === 0) return false;
  return true;
}

function corners(element, box) {
  const m = element.getScreenCTM();
  return [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x + box.width, box.y + box.height],
    [box.x, box.y + box.height],
  ].map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
}

function hull(points) {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

// Size along the glyphs' up direction: the area one unit square becomes over the
// length of its base line. For a plain scale this is font-size times the scale.
function sizePt(element) {
  const m = element.getScreenCTM();
  const base = Math.hypot(m.a, m.b);
  const px = base === 0 ? 0 : (parseFloat(styleOf(element).fontSize) * Math.abs(m.a * m.d - m.b * m.c)) / base;
  return px * PT_PER_PX;
}

function runsOf(text) {
  const runs = [];
  const walker = text.ownerDocument.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !isRendered(node.parentElement)) continue;
    const style = styleOf(node.parentElement);
    runs.push({
      text: node.data,
      size_pt: sizePt(node.parentElement),
      family: style.fontFamily,
      weight: style.fontWeight,
      fill: style.fill,
    });
  }
  return runs;
}

// A tspan placed by x and y begins a new line; one that only shifts (an exponent) does not.
function linesOf(text) {
  const lines = [];
  let current;
  const walker = text.ownerDocument.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.parentElement.closest("tspan[x][y]");
    if (start !== current || !lines.length) lines.push("");
    current = start;
    const isKept = styleOf(node.parentElement).whiteSpaceCollapse !== "collapse";
    // As shown: XML white space in a row is one space unless the drawing says otherwise.
    // A thin space is none of it and stays.
    lines[lines.length - 1] += isKept ? node.data : node.data.replace(/[ \t\r\n]+/g, " ");
  }
  return lines.filter((line) => line.trim());
}

function measureText(text, origin) {
  const box = text.getBoundingClientRect();
  return {
    lines: linesOf(text),
    rect: [box.x - origin.x, box.y - origin.y, box.width, box.height].map((v) => v * MM_PER_PX),
    quad: corners(text, text.getBBox()).map(([x, y]) => [(x - origin.x) * MM_PER_PX, (y - origin.y) * MM_PER_PX]),
    runs: runsOf(text),
    ids: ancestorIds(text),
    visible: isVisible(text),
  };
}

// The clip paths above an element, as one upright box in px, or null.
function clipBox(element, root) {
  let box = null;
  for (let e = element; e && e !== root; e = e.parentNode) {
    const match = /url\("?[^"]*#([^")]+)"?\)/.exec(styleOf(e).clipPath);
    const path = match && e.ownerDocument.getElementById(match[1]);
    if (!path) continue;
    const points = [...path.children].flatMap((child) => corners(e, child.getBBox()));
    if (points.length) box = box ? intersect(box, hull(points)) : hull(points);
  }
  return box;
}

function intersect(a, b) {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

// A group's own box counts what its clip paths hide, so its leaves are put together instead.
function measureGroup(group, origin, root) {
  let all = null;
  for (const leaf of group.querySelectorAll("path, rect, circle, ellipse, line, polyline, polygon, image, text, use")) {
    if (!isRendered(leaf) || leaf.closest("clipPath, defs, mask, pattern, marker")) continue;
    let box = leaf.getBoundingClientRect();
    const clip = clipBox(leaf, root);
    if (clip) box = intersect(box, clip);
    if (box.right < box.left || box.bottom < box.top) continue;
    all = all
      ? {
          left: Math.min(all.left, box.left),
          top: Math.min(all.top, box.top),
          right: Math.max(all.right, box.right),
          bottom: Math.max(all.bottom, box.bottom),
        }
      : { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
  }
  if (!all) return null;
  const rect = [all.left - origin.x, all.top - origin.y, all.right - all.left, all.bottom - all.top];
  return { id: idOf(group), ids: ancestorIds(group), rect: rect.map((v) => v * MM_PER_PX) };
}

function measure(frame) {
  const doc = frame.contentDocument;
  const root = doc && doc.documentElement;
  if (!root || root.localName !== "svg" || doc.querySelector("parsererror")) {
    return { error: "Chromium cannot read it as SVG" };
  }
  expandUses(doc);
  const origin = root.getBoundingClientRect();
  const isAbsolute = ["width", "height"].every((name) => {
    const value = root.getAttribute(name);
    return value && !value.trim().endsWith("%") && value.trim() !== "auto";
  });
  return {
    page: isAbsolute ? [origin.width * MM_PER_PX, origin.height * MM_PER_PX] : null,
    texts: [...doc.querySelectorAll("text")].filter(isRendered).map((text) => measureText(text, origin)),
    groups: [...doc.querySelectorAll("g[id]")]
      .filter((group) => GROUP_ID.test(idOf(group)))
      .map((group) => measureGroup(group, origin, root))
      .filter((group) => group !== null),
  };
}

window.addEventListener("load", () => {
  const results = [...document.querySelectorAll("iframe")].map((frame) => {
    try {
      return measure(frame);
    } catch (error) {
      return { error: String(error) };
    }
  });
  for (const frame of [...document.querySelectorAll("iframe")]) frame.remove();
  document.getElementById("result").textContent = JSON.stringify(results);
});
