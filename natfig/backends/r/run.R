# Runs a script of natfig's and tells what it drew.
#
# Rscript --vanilla run.R SCRIPT REPORT FORMATS NEEDED
#
# The script is evaluated one statement at a time, so that an error is known by its line. Its
# last statement, save_natfig(), is run with a picture whose parts are named: before and after
# each part stands a text "natfig<NAME" or "natfig>NAME" in the SVG, which natfig turns into
# groups; the other formats are drawn as they are.
#
# The report has one line per fact, its parts separated by tabs:
#   missing  PACKAGE  VERSION or nothing  VERSION needed
#   error    LINE  SECTION  FILE  LINE in it  LAYER  MESSAGE
#   warning  LINE  SECTION  MESSAGE
#   version  PACKAGE  VERSION  DESCRIPTION file

args <- commandArgs(trailingOnly = TRUE)
script <- args[[1]]
report <- args[[2]]
formats <- strsplit(args[[3]], ",", fixed = TRUE)[[1]]
needed <- strsplit(strsplit(args[[4]], ",", fixed = TRUE)[[1]], "=", fixed = TRUE)

options(
  OutDec = ".", scipen = 0, digits = 7, encoding = "UTF-8", warn = 1,
  stringsAsFactors = FALSE, keep.source = TRUE, keep.source.pkgs = FALSE
)

said <- character()
say <- function(...) said <<- c(said, paste(c(...), collapse = "\t"))
# Lines of a message are kept apart by a sign that no message holds.
plain <- function(text) {
  gsub("\t", " ", gsub("[\r\n]+", "\u001f", enc2utf8(paste(text, collapse = " "))))
}
finish <- function(status) {
  con <- file(report, "wb", encoding = "UTF-8")
  writeLines(enc2utf8(said), con, useBytes = TRUE)
  close(con)
  quit("no", status)
}

# ---- what is installed ----------------------------------------------------

script_lines <- readLines(script, encoding = "UTF-8", warn = FALSE)
code <- tryCatch(
  parse(text = script_lines, keep.source = TRUE, encoding = "UTF-8"),
  error = function(e) {
    say("error", 0, "", "", 0, "", plain(conditionMessage(e)))
    finish(1)
  }
)
# The packages that the code attaches, or takes functions from.
tokens <- utils::getParseData(code)
attached <- grep("^library\\(", script_lines, value = TRUE)
used <- unique(c(
  "R", "ggplot2", "patchwork", "svglite", "ragg",
  gsub("^library\\(|\\).*$", "", attached), tokens$text[tokens$token == "SYMBOL_PACKAGE"]
))
installed <- function(package) {
  if (package == "R") return(as.character(getRversion()))
  if (!nzchar(system.file(package = package))) return("")
  as.character(utils::packageVersion(package))
}
minimum <- vapply(needed, `[[`, "", 2)
names(minimum) <- vapply(needed, `[[`, "", 1)
for (package in used) {
  have <- installed(package)
  want <- if (package %in% names(minimum)) minimum[[package]] else ""
  if (!nzchar(have) || (nzchar(want) && numeric_version(have) < want)) {
    say("missing", package, have, want)
  }
}
if (length(said)) finish(1)

# Text is measured on this device before anything is drawn; R's own would leave a file behind.
options(device = function(...) ragg::agg_capture(width = 2000, height = 2000, res = 72))

# ---- errors and warnings --------------------------------------------------

# Where in a file that the script sources the last error came from.
place <- c("", "0")
locate <- function(calls) {
  place <<- c("", "0")
  for (call in rev(calls)) {
    ref <- attr(call, "srcref")
    source_file <- if (is.null(ref)) NULL else attr(ref, "srcfile")
    name <- if (is.null(source_file)) NULL else source_file$filename
    if (is.character(name) && length(name) == 1 && name != "<text>" && file.exists(name)) {
      place <<- c(name, as.integer(ref)[[1]])
      return()
    }
  }
}
# The messages of rlang's chains of errors, the innermost last.
chain <- function(condition) {
  parts <- character()
  while (inherits(condition, "condition")) {
    parts <- c(parts, conditionMessage(condition))
    condition <- condition$parent
  }
  parts[nzchar(parts)]
}
fail <- function(condition, line, where) {
  parts <- chain(condition)
  layer <- regmatches(parts, regexpr("[0-9]+(?=(st|nd|rd|th) layer)", parts, perl = TRUE))
  said <<- character()
  say(
    "error", line, where, place[[1]], place[[2]], c(layer, "")[[1]],
    plain(if (length(parts)) parts[[length(parts)]] else "no message")
  )
  finish(1)
}
warned <- function(condition, line, where) {
  say("warning", line, where, plain(conditionMessage(condition)))
  invokeRestart("muffleWarning")
}

# ---- names for the parts --------------------------------------------------

# The part being built, for messages.
current <- ""
is_naming <- function() identical(names(grDevices::dev.cur()), "devSVG")
sentinel <- function(text, x, y) {
  grid::textGrob(text, x, y, hjust = 0, vjust = 0, gp = grid::gpar(fontsize = 1, col = "#010203"))
}
named <- function(grob, name) {
  grid::gTree(children = grid::gList(
    sentinel(paste0("natfig<", name), 0, 0), grob, sentinel(paste0("natfig>", name), 1, 1)
  ))
}
# The children of a panel: its background and the facet's, its layers in order, then the
# facet's front and the border (ggplot2's Coord$draw_panel and Facet$draw_panels).
name_layers <- function(panel, id, count) {
  children <- panel$children
  if (length(children) != count + 4) return(panel)
  for (i in seq_len(count)) {
    if (!inherits(children[[i + 2]], "zeroGrob")) {
      children[[i + 2]] <- named(children[[i + 2]], paste0(id, "/layer-", i))
    }
  }
  grid::setChildren(panel, do.call(grid::gList, unclass(children)))
}
name_parts <- function(table, id, count) {
  for (i in seq_along(table$grobs)) {
    part <- table$layout$name[[i]]
    grob <- table$grobs[[i]]
    if (inherits(grob, "zeroGrob")) next
    if (grepl("^panel", part)) grob <- name_layers(grob, id, count)
    table$grobs[[i]] <- named(grob, paste0(id, "/", part))
  }
  table
}
draw_table <- function(x, guides) {
  current <<- attr(x, "natfig_id")
  class(x) <- setdiff(class(x), "natfig_plot")
  table <- getFromNamespace("plot_table", "patchwork")(x, guides)
  if (is_naming()) table <- name_parts(table, current, length(x$layers))
  current <<- ""
  table
}
# A legend is taken out of its plot while the page is put together.
build_named <- function(plot) {
  before <- current
  current <<- attr(plot, "natfig_id")
  class(plot) <- setdiff(class(plot), "natfig_plot")
  built <- ggplot2::ggplot_build(plot)
  current <<- before
  built
}
watch <- function(name) {
  plot <- get(name, here)
  if (!inherits(plot, "ggplot") || inherits(plot, c("patchwork", "natfig_plot"))) return()
  attr(plot, "natfig_id") <- name
  class(plot) <- c("natfig_plot", class(plot))
  assign(name, plot, here)
}

# ---- the script -----------------------------------------------------------

here <- new.env(parent = globalenv())
starts <- vapply(attr(code, "srcref"), function(ref) as.integer(ref)[[1]], 0L)
heads <- grep("^# [^ ].* -{4,}$", script_lines)
section <- function(line) {
  above <- heads[heads <= line]
  if (!length(above)) return("")
  sub("^# (.*) -+$", "\\1", script_lines[[max(above)]])
}
first_line <- function(id) {
  found <- grep(paste0("^", id, " <- "), script_lines)
  if (length(found)) found[[1]] else 0
}
guarded <- function(expression, line) {
  at <- function() if (nzchar(current)) first_line(current) else line
  tryCatch(
    withCallingHandlers(
      expression,
      error = function(e) locate(sys.calls()),
      warning = function(w) warned(w, at(), section(at()))
    ),
    error = function(e) fail(e, at(), section(at()))
  )
}
registerS3method("plot_table", "natfig_plot", draw_table, envir = asNamespace("patchwork"))
registerS3method("ggplot_build", "natfig_plot", build_named, envir = asNamespace("ggplot2"))
saving <- NULL
for (i in seq_along(code)) {
  statement <- code[[i]]
  if (is.call(statement) && identical(statement[[1]], as.name("save_natfig"))) {
    saving <- i
    break
  }
  guarded(eval(statement, here), starts[[i]])
  if (is.call(statement) && identical(statement[[1]], as.name("<-")) && is.name(statement[[2]])) {
    target <- as.character(statement[[2]])
    if (grepl("^((panel|strip|heading)_|legend)", target)) watch(target)
  }
}
if (is.null(saving)) fail(simpleCondition("the script saves nothing: save_natfig() is missing"), 0, "")
statement <- code[[saving]]
statement$formats <- formats
guarded(eval(statement, here), starts[[saving]])
for (package in c("base", setdiff(used, c("R", "base")))) {
  say(
    "version", package, as.character(utils::packageVersion(package)),
    system.file("DESCRIPTION", package = package)
  )
}
finish(0)
