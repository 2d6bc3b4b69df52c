// The picture at the size it will be printed, as others see it, with the places of findings on it.

import { choices, make, makeSvg, number, say, uniqueName } from "./dom.js";

// Around a place, so that its frame does not lie on what it frames.
const AROUND_MM = 0.6;
const PX_PER_MM = 96 / 25.4;
const ZOOMS = [["fit", "Fit", "As wide as there is room"], ["1", "100 % print", "The size it will be printed"], ["1.5", "150 %"], ["2", "200 %"]];

export class Picture {
  /** `onplace(index)` when the place of a finding is clicked, `ontext(text)` for a text of the figure. */
  constructor(views, { onplace, ontext }) {
    this.onplace = onplace;
    this.ontext = ontext;
    this.texts = [];
    this.findings = [];
    this.zoom = "1";
    this.shown = 0;
    this.stem = uniqueName("seen");
    this.image = make("img", { alt: "", draggable: "false" });
    this.places = make("div", { class: "places", "aria-hidden": "true" });
    this.page = make("div", { class: "page", onclick: (event) => this.clicked(event), onpointermove: (event) => this.hover(event) }, this.image, this.places);
    this.wait = make("p", { class: "wait" }, "The first picture is being drawn.");
    this.desk = make("div", { class: "desk", role: "region", "aria-label": "Picture", tabindex: "0" }, this.wait, this.page);
    this.page.hidden = true;
    this.size = make("span", { class: "size" });
    const seen = views.map((view) => [view.id, view.label]);
    this.bar = make("div", { class: "bar" },
      choices("Seen with", seen, "normal", (view) => this.see(view)),
      choices("Size", ZOOMS, this.zoom, (zoom) => this.setZoom(zoom)),
      make("label", { class: "check" },
        make("input", { type: "checkbox", checked: true, onchange: (event) => this.places.classList.toggle("quiet", !event.target.checked) }),
        make("span", {}, "Places of findings")),
      this.size);
    this.element = make("section", { class: "picture", "aria-label": "Figure" }, this.filters(views), this.bar, this.desk);
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.desk);
  }

  filters(views) {
    const made = views.filter((view) => view.matrix).map((view) => {
      const rows = view.matrix.map((row) => `${row.join(" ")} 0 0`).join(" ");
      return makeSvg("filter", { id: `${this.stem}-${view.id}`, x: "0", y: "0", width: "100%", height: "100%", "color-interpolation-filters": "linearRGB" },
        makeSvg("feColorMatrix", { type: "matrix", values: `${rows} 0 0 0 1 0` }));
    });
    return makeSvg("svg", { class: "filters", "aria-hidden": "true", focusable: "false" }, ...made);
  }

  see(view) {
    this.element.dataset.view = view;
    this.page.style.filter = view === "normal" ? "" : `url(#${this.stem}-${view})`;
  }

  setZoom(zoom) {
    this.zoom = zoom;
    this.fit();
  }

  fit() {
    if (!this.width) return;
    const room = (this.desk.clientWidth - 40) / (this.width * PX_PER_MM);
    const zoom = this.zoom === "fit" ? Math.max(0.2, Math.min(room, 2)) : Number(this.zoom);
    this.page.style.setProperty("--zoom", zoom.toFixed(4));
  }

  /** Show a picture; the old one stays until the new one can be painted. */
  async show(picture) {
    if (!picture) return;
    const turn = (this.shown += 1);
    const image = make("img", { alt: picture.alt, draggable: "false" });
    // As an image nothing in an SVG runs or asks for anything.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
    try {
      await image.decode();
    } catch {
      return;
    }
    if (turn !== this.shown) return;
    this.width = picture.width_mm;
    this.height = picture.height_mm;
    this.page.style.setProperty("--width", `${this.width}mm`);
    this.page.style.setProperty("--height", `${this.height}mm`);
    say(this.size, `${number(this.width)} × ${number(this.height)} mm`);
    this.image.replaceWith(image);
    this.image = image;
    this.wait.hidden = true;
    this.page.hidden = false;
    this.fit();
    this.frame();
  }

  describe(findings, texts) {
    this.findings = findings;
    this.texts = texts;
    this.frame();
  }

  frame() {
    if (!this.width) return;
    const percent = (value, of) => `${((100 * value) / of).toFixed(3)}%`;
    this.places.replaceChildren(...this.findings.map((finding, index) => {
      const box = finding.where.bbox_mm;
      const place = make("div", { class: `place ${finding.severity}`, "data-index": index });
      if (!box) {
        place.hidden = true;
        return place;
      }
      const left = Math.max(box[0] - AROUND_MM, 0);
      const top = Math.max(box[1] - AROUND_MM, 0);
      place.style.left = percent(left, this.width);
      place.style.top = percent(top, this.height);
      place.style.width = percent(Math.min(box[0] + box[2] + AROUND_MM, this.width) - left, this.width);
      place.style.height = percent(Math.min(box[1] + box[3] + AROUND_MM, this.height) - top, this.height);
      return place;
    }));
  }

  /** Frame the place of one finding, or of none. */
  point(index, { isNear = true } = {}) {
    for (const place of this.places.children) place.classList.toggle("on", Number(place.dataset.index) === index);
    const place = this.places.children[index];
    if (place && !place.hidden && isNear) this.reach(place);
  }

  /** Bring a place into the desk; the notebook itself does not move. */
  reach(place) {
    const desk = this.desk.getBoundingClientRect();
    const box = place.getBoundingClientRect();
    if (box.left < desk.left || box.right > desk.right) this.desk.scrollLeft += box.left + box.width / 2 - desk.left - desk.width / 2;
    if (box.top < desk.top || box.bottom > desk.bottom) this.desk.scrollTop += box.top + box.height / 2 - desk.top - desk.height / 2;
  }

  /** Return what is under the pointer, as indices: -1 for none. */
  under(event) {
    const box = this.page.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.width;
    const y = ((event.clientY - box.top) / box.height) * this.height;
    const finding = smallestAt(this.findings.map((one) => one.where.bbox_mm), x, y);
    return { finding, text: smallestAt(this.texts.map((run) => run.bbox_mm), x, y) };
  }

  hover(event) {
    const { finding, text } = this.under(event);
    this.page.classList.toggle("hit", finding >= 0 || text >= 0);
  }

  clicked(event) {
    const { finding, text } = this.under(event);
    if (finding >= 0) this.onplace(finding);
    else if (text >= 0) this.ontext(this.texts[text].text);
  }

  close() {
    this.watch.disconnect();
  }
}

/** Return the index of the smallest box at a place, or -1. */
export function smallestAt(boxes, x, y) {
  let best = -1;
  boxes.forEach((box, index) => {
    if (!box || x < box[0] - AROUND_MM || x > box[0] + box[2] + AROUND_MM) return;
    if (y < box[1] - AROUND_MM || y > box[1] + box[3] + AROUND_MM) return;
    if (best < 0 || box[2] * box[3] < boxes[best][2] * boxes[best][3]) best = index;
  });
  return best;
}
