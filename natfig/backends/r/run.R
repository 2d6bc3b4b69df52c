# Runs a script of natfig's and tells what it drew.
#
# Rscript --vanilla run.R SCRIPT REPORT FORMATS
#
# The script is evaluated one statement at a time, so that an error is known by its line. Its
# last statement, save_natfig(), is run with a picture whose parts are named: before and after
# each part stands a text "natfig<NAME" or "natfig>NAME" in the SVG, which natfig turns into
# groups; the other formats are drawn as they are.

args <- commandArgs(trailingOnly = TRUE)
script <- args[[1]]
report <- args[[2]]
formats <- strsplit(args[[3]], ",", fixed = TRUE)[[1]]

options(OutDec = ".", scipen = 0, digits = 7, encoding = "UTF-8", warn = 1, stringsAsFactors = FALSE)
# Text is measured on this device before anything is drawn; R's own would leave a file behind.
options(device = function(...) ragg::agg_capture(width = 2000, height = 2000, res = 72))

said <- character()
say <- function(...) said <<- c(said, paste(c(...), collapse = "\t"))
plain <- function(text) gsub("[\t\r\n]+", " ", enc2utf8(paste(text, collapse = " ")))
finish <- function(status) {
  con <- file(report, "wb", encoding = "UTF-8")
  writeLines(enc2utf8(said), con, useBytes = TRUE)
  close(con)
  quit("no", status)
}
fail <- function(condition, line, where) {
  call <- conditionCall(condition)
  said <<- character()
  say("error", line, where, plain(if (is.null(call)) "" else deparse(call)[[1]]), plain(cause(condition)))
  finish(1)
}
# What went wrong at the bottom of rlang's chains of errors.
cause <- function(condition) {
  parts <- character()
  while (!is.null(condition)) {
    message <- conditionMessage(condition)
    if (nzchar(message)) parts <- c(parts, message)
    condition <- condition$parent
  }
  unique(parts)
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
  table <- getFromNamespace("plot_table.ggplot", "patchwork")(x, guides)
  if (is_naming()) table <- name_parts(table, current, length(x$layers))
  current <<- ""
  table
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
lines <- readLines(script, encoding = "UTF-8", warn = FALSE)
code <- tryCatch(
  parse(text = lines, keep.source = TRUE, encoding = "UTF-8"),
  error = function(e) fail(e, 0, "")
)
starts <- vapply(attr(code, "srcref"), function(ref) as.integer(ref)[[1]], 0L)
heads <- grep("^# [^ ].* -{4,}$", lines)
section <- function(line) {
  above <- heads[heads <= line]
  if (!length(above)) return("")
  sub("^# (.*) -+$", "\\1", lines[[max(above)]])
}
first_line <- function(id) {
  found <- grep(paste0("^", id, " <- "), lines)
  if (length(found)) found[[1]] else 0
}
guarded <- function(expression, line, where) {
  withCallingHandlers(
    tryCatch(
      expression,
      error = function(e) {
        if (nzchar(current)) fail(e, first_line(current), section(first_line(current)))
        fail(e, line, where)
      }
    ),
    warning = function(w) {
      if (nzchar(current)) warned(w, first_line(current), section(first_line(current)))
      warned(w, line, where)
    }
  )
}
saving <- NULL
for (i in seq_along(code)) {
  statement <- code[[i]]
  if (is.call(statement) && identical(statement[[1]], as.name("save_natfig"))) {
    saving <- i
    break
  }
  guarded(eval(statement, here), starts[[i]], section(starts[[i]]))
  if (is.call(statement) && identical(statement[[1]], as.name("<-")) && is.name(statement[[2]])) {
    target <- as.character(statement[[2]])
    if (grepl("^(panel|strip)_", target)) watch(target)
  }
}
if (is.null(saving)) fail(simpleCondition("the script saves nothing: save_natfig() is missing"), 0, "")
registerS3method("plot_table", "natfig_plot", draw_table, envir = asNamespace("patchwork"))
statement <- code[[saving]]
statement$formats <- formats
guarded(eval(statement, here), starts[[saving]], section(starts[[saving]]))
for (package in c("base", loadedNamespaces())) {
  if (package %in% c("base", "ggplot2", "patchwork", "svglite", "ragg", "ggrepel", "ggbeeswarm", "ComplexHeatmap")) {
    say("version", package, as.character(utils::packageVersion(package)))
  }
}
finish(0)
