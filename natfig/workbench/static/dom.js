// Elements without markup: whatever a spec says reaches the page as text alone.

const SVG = "http://www.w3.org/2000/svg";
let made = 0;

/** Return a name nothing else in the page has: several workbenches may be open. */
export function uniqueName(stem) {
  made += 1;
  return `natfig-${stem}-${Math.random().toString(36).slice(2, 8)}-${made}`;
}

/** Return an element; `on…` are listeners, other properties are attributes (false and null: left out). */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function makeSvg(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Set a text only where it differs, so that screen readers hear what is new. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function button(text, properties = {}) {
  return make("button", { type: "button", ...properties }, text);
}

/** Return radio buttons that look like one switch; `onpick` gets the value. */
export function choices(legend, options, picked, onpick) {
  const name = uniqueName("choice");
  const inputs = options.map(([value, label, title]) =>
    make("label", { title },
      make("input", { type: "radio", name, value, checked: value === picked, onchange: () => onpick(value) }),
      make("span", {}, label)));
  return make("fieldset", { class: "choices" }, make("legend", {}, legend), make("span", { class: "segments" }, inputs));
}

/** Return a number with so many digits, in the language of figures: a true minus. */
export function number(value, digits = 1) {
  return value.toFixed(digits).replace("-", "−");
}
