// The files of a figure, written by the server as `natfig render` does.

import { ask } from "./server.js";

/** Save the spec, write its files, and say which; files that somebody edited are asked about. */
export async function renderFiles(part, path, { allowCode }) {
  const { Dialog, showDialog } = part.apputils;
  const body = { path: part.server(path), allow_code: allowCode, force: false };
  try {
    const open = part.documents.findWidget(path, null);
    const context = open ? part.documents.contextForWidget(open) : null;
    if (context?.model.dirty) await context.save();
    const answer = await rendered(part, path, body);
    if (!answer.in_the_way) return;
    const asked = await showDialog({
      title: "Overwrite edited files?",
      body: answer.errors.map((error) => `${error.message}.`).join(" "),
      buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Overwrite" })],
      defaultButton: 0,
    });
    if (asked.button.accept) await rendered(part, path, { ...body, force: true });
    else part.apputils.Notification.info("Nothing was written.", { autoClose: 3000 });
  } catch (error) {
    part.apputils.Notification.error(error.message, { autoClose: false });
  }
}

/** Let the server write, with a word on what goes on; return its answer. */
async function rendered(part, path, body) {
  const { Notification } = part.apputils;
  const id = Notification.emit(`Rendering ${nameOf(path)} …`, "in-progress", { autoClose: false });
  try {
    const answer = await ask(part, "render", body);
    if (answer.in_the_way) Notification.dismiss(id);
    else Notification.update({ id, ...told(part, path, answer) });
    part.browser?.model.refresh();
    return answer;
  } catch (error) {
    Notification.dismiss(id);
    throw error;
  }
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

function nameOf(path) {
  return path.split("/").pop();
}
