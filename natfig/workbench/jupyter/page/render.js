// The files of a figure, written by the server as `natfig render` does.

import { ask } from "./server.js";

/** Save the spec, write its files, and say which; files that somebody edited are asked about. */
export async function renderFiles(part, path, { allowCode }) {
  const { apputils, documents } = part;
  const { Notification } = apputils;
  const context = documents.contextForWidget(documents.findWidget(path, null) ?? {});
  if (context?.model.dirty) await context.save();
  const notice = Notification.emit(`Rendering ${nameOf(path)} …`, "in-progress", { autoClose: false });
  try {
    const answer = await rendered(part, path, allowCode);
    Notification.update({ id: notice, ...(answer ? told(part, path, answer) : { message: "Nothing was written.", type: "info", autoClose: 3000 }) });
  } catch (error) {
    Notification.update({ id: notice, message: error.message, type: "error", autoClose: false });
  }
}

/** Return the server's answer, or null where the author keeps the edited files. */
async function rendered(part, path, allowCode) {
  const body = { path: part.server(path), allow_code: allowCode, force: false };
  const answer = await ask(part, "render", body);
  if (!answer.in_the_way) return answer;
  const { Dialog, showDialog } = part.apputils;
  const asked = await showDialog({
    title: "Overwrite edited files?",
    body: answer.errors.map((error) => sentence(error.message)).join(" "),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Overwrite" })],
    defaultButton: 0,
  });
  return asked.button.accept ? ask(part, "render", { ...body, force: true }) : null;
}

function told(part, path, { figure, errors }) {
  if (errors.length) {
    const said = errors.map(({ message, line }) => (line ? `Line ${line}: ${message}` : message)).join("\n");
    return { message: `${nameOf(path)}: ${said}`, type: "error", autoClose: false };
  }
  const places = figure.outputs.map((output) => output.path);
  const folder = places[0].split("/").slice(0, -1).join("/");
  const stem = nameOf(places[0]).replace(/\.[^.]+$/, "");
  const formats = figure.outputs.map((output) => output.format).join(", ");
  const qa = figure.qa?.summary;
  const found = qa && qa.errors ? `; QA found ${qa.errors} ${qa.errors > 1 ? "errors" : "error"}` : "";
  const message = `${figure.cached ? "Up to date" : "Wrote"}: ${folder ? `${folder}/` : ""}${stem} as ${formats}${found}.`;
  const options = { message, type: found ? "warning" : "success", autoClose: 8000 };
  // A folder named by a configuration can be a path of the machine, which the file browser does not know.
  if (!folder.startsWith("/") && part.browser) {
    const open = path.split("/").slice(0, -1).concat(folder.split("/")).join("/");
    options.actions = [{ label: "Show files", callback: () => { part.app.commands.execute("filebrowser:open-path", { path: open }); } }];
  }
  return options;
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1).replace(/\.?$/, ".")}`;
}

function nameOf(path) {
  return path.split("/").pop();
}
