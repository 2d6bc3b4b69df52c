// natfig's part of JupyterLab: a file type, its preview beside the editor, a new figure, its files.

import { ICON } from "./icon.js";
import { previewClass } from "./preview.js";
import { ask } from "./server.js";
import { renderFiles } from "./render.js";

const FACTORY = "natfig preview";
const FILE_TYPE = "natfig";
const CATEGORY = "natfig";
const ENDING = /\.natfig\.ya?ml$/i;
const IDS = { create: "natfig:create", preview: "natfig:preview", render: "natfig:render" };

/** Return the plugins; `lab` are JupyterLab's shared packages by the names of remoteEntry.js. */
export function plugins(lab) {
  return [{
    id: "natfig:plugin",
    description: "Figures for papers beside their specs.",
    autoStart: true,
    requires: [lab.docmanager.IDocumentManager],
    optional: [
      lab.application.ILabShell, lab.application.ILayoutRestorer, lab.apputils.ICommandPalette,
      lab.fileeditor.IEditorTracker, lab.filebrowser.IDefaultFileBrowser, lab.launcher.ILauncher,
      lab.mainmenu.IMainMenu,
    ],
    activate: (app, documents, shell, restorer, palette, editors, browser, launcher, menu) => {
      const icon = new lab.ui.LabIcon({ name: "natfig:figure", svgstr: ICON });
      const part = { ...lab, app, documents, shell, editors, browser, icon };
      // The contents manager of drives names files "drive:path"; the server knows its own alone.
      part.server = (path) => app.serviceManager.contents.localPath(path);
      addFileType(part);
      const tracker = addPreview(part, restorer);
      addCommands(part, tracker);
      offer({ palette, launcher, menu });
      if (shell && editors) openBeside(part);
    },
  }];
}

function addFileType({ app, icon }) {
  app.docRegistry.addFileType({
    name: FILE_TYPE,
    displayName: "natfig figure",
    extensions: [".natfig.yaml", ".natfig.yml"],
    mimeTypes: ["text/x-yaml"],
    contentType: "file",
    fileFormat: "text",
    icon,
  });
}

function addPreview(part, restorer) {
  const { app, apputils, docregistry, ui } = part;
  const Preview = previewClass(part);
  class Factory extends docregistry.ABCWidgetFactory {
    createNewWidget(context) {
      const content = new Preview({ context, showLine: (line) => showLine(part, context.path, line) });
      const widget = new docregistry.DocumentWidget({ content, context });
      widget.title.caption = `Preview of ${context.path}`;
      widget.toolbar.addItem("render", new ui.ToolbarButton({
        label: "Render files",
        tooltip: "Write the files the spec asks for, as natfig render does",
        onClick: () => { app.commands.execute(IDS.render, { path: context.path }); },
      }));
      widget.toolbar.addItem("draw", new ui.ToolbarButton({
        icon: ui.refreshIcon,
        tooltip: "Draw again: the data may have changed",
        onClick: () => { content.refresh(); },
      }));
      return widget;
    }
  }
  const factory = new Factory({ name: FACTORY, label: "natfig Preview", modelName: "text", fileTypes: [FILE_TYPE, "yaml"], readOnly: true });
  const tracker = new apputils.WidgetTracker({ namespace: "natfig-preview" });
  factory.widgetCreated.connect((_, widget) => {
    widget.title.icon = part.icon;
    widget.context.pathChanged.connect(() => tracker.save(widget));
    tracker.add(widget);
  });
  app.docRegistry.addWidgetFactory(factory);
  restorer?.restore(tracker, {
    command: "docmanager:open",
    args: (widget) => ({ path: widget.context.path, factory: FACTORY }),
    name: (widget) => widget.context.path,
  });
  return tracker;
}

function addCommands(part, tracker) {
  const { app, browser, documents, icon } = part;
  app.commands.addCommand(IDS.create, {
    label: (args) => (args.isPalette ? "New natfig Figure" : "natfig figure"),
    caption: "Make a figure's spec with example data, and open it beside its preview",
    icon: (args) => (args.isPalette ? undefined : icon),
    execute: async (args) => {
      const folder = args.cwd ?? browser?.model.path ?? "";
      try {
        const made = await ask(part, "starter", { path: part.server(folder) });
        const drive = app.serviceManager.contents.driveName(folder);
        await documents.services.ready;
        return documents.openOrReveal(drive ? `${drive}:${made.path}` : made.path, "Editor");
      } catch (error) {
        await part.apputils.showErrorMessage("No figure was made", error);
        return null;
      }
    },
  });
  const current = (args) => args.path ?? pathOfCurrent(part, tracker);
  const isSpec = (args) => /\.ya?ml$/i.test(current(args) ?? "");
  app.commands.addCommand(IDS.preview, {
    label: "Show natfig Preview",
    caption: "Show the figure of this spec beside it",
    icon,
    isEnabled: isSpec,
    execute: (args) => openPreview(part, current(args), { activate: true }),
  });
  app.commands.addCommand(IDS.render, {
    label: "Render natfig Files",
    caption: "Write the files the spec asks for, as natfig render does",
    isEnabled: isSpec,
    execute: (args) => renderFiles(part, current(args), {
      allowCode: tracker.find((one) => one.context.path === current(args))?.content.allowCode ?? false,
    }),
  });
}

function offer({ palette, launcher, menu }) {
  launcher?.add({ command: IDS.create, category: "Other", rank: 4 });
  palette?.addItem({ command: IDS.create, category: CATEGORY, args: { isPalette: true } });
  palette?.addItem({ command: IDS.preview, category: CATEGORY });
  palette?.addItem({ command: IDS.render, category: CATEGORY });
  menu?.fileMenu.newMenu.addItem({ command: IDS.create, rank: 40 });
}

/** Show the preview beside each spec that is opened; what a workspace brings back stays as it was left. */
function openBeside(part) {
  part.app.restored.then(() => {
    part.editors.widgetAdded.connect(async (_, editor) => {
      if (!ENDING.test(editor.context.path)) return;
      await editor.context.ready;
      if (!editor.isDisposed) openPreview(part, editor.context.path, { beside: editor, activate: false });
    });
  });
}

function openPreview({ documents, editors }, path, { beside = null, activate }) {
  const editor = beside ?? editors?.find((one) => one.context.path === path);
  const there = documents.findWidget(path, FACTORY);
  if (there && !activate) return there;
  const options = { mode: "split-right", activate };
  if (editor?.isAttached) options.ref = editor.id;
  return documents.openOrReveal(path, FACTORY, undefined, options);
}

async function showLine({ documents, editors }, path, line) {
  const there = documents.findWidget(path, FACTORY);
  const options = there ? { mode: "split-left", ref: there.id } : {};
  const widget = documents.openOrReveal(path, "Editor", undefined, options);
  await widget?.context.ready;
  const editor = editors?.find((one) => one.context.path === path)?.content.editor;
  if (!editor) return;
  const place = { line: Math.min(line, editor.lineCount) - 1, column: 0 };
  editor.setCursorPosition(place);
  editor.revealPosition(place);
  editor.focus();
}

function pathOfCurrent({ app, documents }, tracker) {
  const widget = app.shell.currentWidget;
  const context = widget ? documents.contextForWidget(widget) : null;
  return context?.path ?? tracker.currentWidget?.context.path;
}
