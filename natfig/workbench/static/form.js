// The contract as a form: one control per key, errors at their field.

import { make, say, uniqueName } from "./dom.js";

const OPEN = ["contract", "figure", "panels.a"];

export class Form {
  constructor(link) {
    this.link = link;
    this.controls = new Map();
    this.shape = "";
    this.element = make("form", { class: "form", "aria-label": "Contract", onsubmit: (event) => event.preventDefault() });
  }

  show(sections, errors, canEdit) {
    const shape = JSON.stringify(sections.map((s) => [s.id, s.title, s.note, s.fields.map((f) => [f.id, f.type, f.label])]));
    if (shape !== this.shape) this.build(sections);
    this.shape = shape;
    this.element.classList.toggle("off", !canEdit);
    for (const section of sections) {
      for (const field of section.fields) {
        const control = this.controls.get(field.id);
        control.update(field, this.link.isAhead(field.id));
        control.complain(errors.filter((error) => error.field === field.id).map((error) => error.message));
        control.enable(canEdit);
      }
      this.badge(section, errors);
    }
  }

  build(sections) {
    const root = this.element.getRootNode();
    const active = [...this.controls].find(([, control]) => control.element.contains(root.activeElement));
    const closed = new Map([...this.element.querySelectorAll("details.section")].map((d) => [d.dataset.id, d.open]));
    this.controls.clear();
    this.element.replaceChildren(...sections.map((section) => {
      const controls = section.fields.map((field) => this.control(field));
      const note = section.note ? make("span", { class: "note" }, section.note) : null;
      return make("details", { class: "section", "data-id": section.id, open: closed.get(section.id) ?? OPEN.includes(section.id) },
        make("summary", {}, make("span", { class: "title" }, section.title), note, make("span", { class: "badge", hidden: true })),
        make("div", { class: "fields" }, controls));
    }));
    if (active && this.controls.has(active[0])) this.controls.get(active[0]).focus();
  }

  control(field) {
    const control = new KINDS[field.type](field, (value) => this.changed(field, value));
    this.controls.set(field.id, control);
    return control.element;
  }

  changed(field, value) {
    // A key that may be left out is left out where nothing is in its field.
    const isGone = value === "" && !field.is_required;
    this.link.edit(field.id, isGone ? "remove" : "set", isGone ? { keys: field.keys, field: field.id } : { keys: field.keys, value, field: field.id });
  }

  badge(section, errors) {
    const details = [...this.element.children].find((d) => d.dataset.id === section.id);
    const badge = details.querySelector(".badge");
    const inside = errors.filter((error) => error.keys.join(".").startsWith(section.id) || section.fields.some((f) => f.id === error.field)).length;
    badge.hidden = inside === 0;
    say(badge, inside ? `${inside} ${inside > 1 ? "errors" : "error"}` : "");
  }

  /** Open the section of a field and go there. */
  focus(id) {
    const control = this.controls.get(id);
    if (!control) return false;
    control.element.closest("details").open = true;
    control.focus();
    return true;
  }

  /** Go to the field that says a text of the figure; return whether there is one. */
  focusText(text) {
    const found = [...this.controls.values()].find((control) => control.says(text));
    return found ? this.focus(found.id) : false;
  }
}

/** A label, a control, help and complaints; `onedit` gets the new value. */
class Control {
  constructor(field, onedit) {
    this.id = field.id;
    this.onedit = onedit;
    this.name = uniqueName("field");
    this.shown = undefined;
    this.complaint = make("p", { class: "complaint", id: `${this.name}-error`, hidden: true });
    this.input = this.makeInput(field);
    this.input.id = this.name;
    if (field.help) this.input.title = field.help;
    this.element = this.assemble(field);
  }

  assemble(field) {
    const star = field.is_required ? make("span", { class: "must", "aria-hidden": "true" }, " *") : null;
    return make("div", { class: `field ${field.type}`, "data-field": field.id },
      make("label", { for: this.name }, field.label, star), this.body(), this.complaint);
  }

  body() {
    return this.input;
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    this.input.value = value;
  }

  update(field, isAhead) {
    this.refresh(field);
    if (isAhead || this.shown === field.value) return;
    this.shown = field.value;
    if (this.value !== field.value) this.value = field.value;
  }

  refresh() {}

  edited(value) {
    this.shown = value;
    this.onedit(value);
  }

  complain(messages) {
    // The field itself says which key is meant.
    const text = messages.map((message) => upper(message.replace(`${this.id}: `, ""))).join(" ");
    say(this.complaint, text);
    this.complaint.hidden = !text;
    if (text) {
      this.input.setAttribute("aria-invalid", "true");
      this.input.setAttribute("aria-describedby", this.complaint.id);
    } else {
      this.input.removeAttribute("aria-invalid");
      this.input.removeAttribute("aria-describedby");
    }
    this.element.classList.toggle("wrong", Boolean(text));
  }

  enable(canEdit) {
    this.input.disabled = !canEdit;
  }

  focus() {
    this.input.focus();
  }

  says() {
    return false;
  }
}

class TextControl extends Control {
  makeInput(field) {
    return make("input", { type: "text", spellcheck: "false", placeholder: field.placeholder, oninput: () => this.edited(this.value) });
  }

  refresh(field) {
    this.input.placeholder = field.placeholder;
  }

  says(text) {
    return this.value.trim() === text.trim() && text.trim() !== "";
  }
}

class LongControl extends TextControl {
  makeInput(field) {
    return make("textarea", { rows: "2", placeholder: field.placeholder, oninput: () => this.edited(this.value) });
  }
}

class ChoiceControl extends Control {
  makeInput() {
    return make("select", { onchange: () => this.picked(this.input.value) });
  }

  picked(value) {
    this.edited(value);
  }

  options(field) {
    const known = field.choices.some((choice) => choice.value === field.value);
    return known ? field.choices : [...field.choices, { value: field.value, label: field.value || "–" }];
  }

  refresh(field) {
    const options = this.options(field);
    const said = JSON.stringify(options);
    if (said === this.said) return;
    this.said = said;
    const value = this.shown;
    this.input.replaceChildren(...options.map((choice) => make("option", { value: choice.value }, choice.label)));
    if (value !== undefined) this.input.value = value;
  }
}

/** Named widths of the journal, or a length of one's own. */
class WidthControl extends ChoiceControl {
  makeInput(field) {
    this.length = make("input", { type: "text", "aria-label": "Width as a length, such as 120mm", hidden: true, oninput: () => this.edited(this.length.value) });
    return super.makeInput(field);
  }

  body() {
    return make("span", { class: "pair" }, this.input, this.length);
  }

  options(field) {
    return [...field.choices, { value: "own", label: "a length …" }];
  }

  picked(value) {
    this.length.hidden = value !== "own";
    if (value === "own") {
      this.length.value = this.length.value || "120mm";
      this.edited(this.length.value);
      this.length.focus();
    } else this.edited(value);
  }

  get value() {
    return this.input.value === "own" ? this.length.value : this.input.value;
  }

  set value(value) {
    const isNamed = [...this.input.options].some((option) => option.value === value && value !== "own");
    this.input.value = isNamed ? value : "own";
    this.length.hidden = isNamed;
    if (!isNamed) this.length.value = value;
  }

  refresh(field) {
    super.refresh(field);
    if (this.shown !== undefined) this.value = this.shown;
  }

  enable(canEdit) {
    super.enable(canEdit);
    this.length.disabled = !canEdit;
  }
}

class SwitchControl extends Control {
  makeInput() {
    return make("input", { type: "checkbox", onchange: () => this.edited(this.input.checked) });
  }

  get value() {
    return this.input.checked;
  }

  set value(value) {
    this.input.checked = value === true;
  }
}

/** Palettes with their colours; arrow keys walk through them as through any radio buttons. */
class PaletteControl extends Control {
  makeInput(field) {
    this.group = uniqueName("palette");
    this.options = make("div", { class: "options", role: "radiogroup", "aria-label": "Palette" });
    this.box = make("details", { class: "palettes", onkeydown: (event) => this.key(event) });
    const summary = make("summary", {});
    this.box.append(summary, this.options);
    return summary;
  }

  assemble(field) {
    const label = make("span", { class: "label", id: `${this.name}-label` }, field.label);
    this.input.setAttribute("aria-labelledby", `${this.name}-label ${this.name}`);
    return make("div", { class: "field palette", "data-field": field.id }, label, this.box, this.complaint);
  }

  key(event) {
    if (event.key !== "Escape" || !this.box.open) return;
    event.stopPropagation();
    this.box.open = false;
    this.input.focus();
  }

  refresh(field) {
    const own = field.choices.find((choice) => choice.value === field.placeholder);
    const standard = { value: "", label: own ? `Default: ${own.label}` : "Default", colors: own ? own.colors : [], type: "" };
    const said = JSON.stringify([field.choices.map((choice) => choice.value), field.placeholder]);
    if (said !== this.said) {
      this.said = said;
      this.choices = [standard, ...field.choices];
      this.options.replaceChildren(...this.choices.map((choice) =>
        make("label", {},
          make("input", { type: "radio", name: this.group, value: choice.value, onchange: () => this.pick(choice.value) }),
          make("span", { class: "name" }, choice.label), swatches(choice))));
    }
  }

  pick(value) {
    this.value = value;
    this.edited(value);
  }

  get value() {
    return this.picked;
  }

  set value(value) {
    this.picked = value;
    const choice = this.choices.find((one) => one.value === value) ?? { label: value, colors: [] };
    this.input.replaceChildren(make("span", { class: "name" }, choice.label), swatches(choice));
    for (const input of this.options.querySelectorAll("input")) input.checked = input.value === value;
  }

  enable(canEdit) {
    this.input.setAttribute("aria-disabled", String(!canEdit));
    for (const input of this.options.querySelectorAll("input")) input.disabled = !canEdit;
  }
}

function upper(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function swatches(choice) {
  const row = make("span", { class: `swatches ${choice.type ?? ""}`, "aria-hidden": "true" });
  for (const color of choice.colors) {
    const swatch = make("span", {});
    swatch.style.background = color;
    row.append(swatch);
  }
  return row;
}

const KINDS = { text: TextControl, long: LongControl, choice: ChoiceControl, width: WidthControl, palette: PaletteControl, switch: SwitchControl };
