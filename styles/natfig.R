# natfig for R: the theme, the palettes and the exports of the figure contract.
#
#   source("natfig.R")
#   ggplot(mpg, aes(displ, hwy)) + geom_point() + theme_natfig()
#   save_natfig(last_plot(), "mpg", width = 89, height = 60)
#
# Scripts that natfig writes carry copies of the functions they use, so that
# each stands by itself. Needs ggplot2 (3.4 or newer), svglite and ragg.
# Licence: as natfig's own (MIT).

# Sizes ------------------------------------------------------------------

# ggplot2 counts lines in mm of 96 dpi pixels and texts in mm; journals count
# in pt (1/72 inch).

# Width of a line in pt.
line_pt <- function(pt) {
  pt * 96 / 72 / ggplot2::.pt
}

# Size of text in pt, for geom_text() and annotate().
text_pt <- function(pt) {
  pt / ggplot2::.pt
}

# Diameter of a circle in pt, for points of shape 16 (no outline) or 21 to 25,
# whose outline is `edge` pt wide.
point_pt <- function(pt, edge = 0) {
  pt / 0.75 / ggplot2::.pt - stroke_pt(edge) * ggplot2::.stroke / ggplot2::.pt / 2
}

# Outline of a point in pt, for `stroke`.
stroke_pt <- function(pt) {
  pt * 96 / 72 / (ggplot2::.stroke / 2)
}

# Theme ------------------------------------------------------------------

# A plain theme: two spines, short ticks outside, no grid, legend on top.
# Sizes in pt. `ink` is for axes and text.
theme_natfig <- function(label = 7, tick = 6, letter = 8, axis = 0.5,
                         tick_length = 2, ink = "#272727",
                         family = "Arial") {
  line <- ggplot2::element_line(
    colour = ink, linewidth = line_pt(axis), lineend = "square"
  )
  gap <- function(...) ggplot2::margin(..., unit = "pt")
  ggplot2::theme_classic(base_size = label, base_family = family) +
    ggplot2::theme(
      text = ggplot2::element_text(colour = ink, size = label),
      line = line,
      axis.line = line,
      axis.ticks = line,
      axis.ticks.length = grid::unit(tick_length, "pt"),
      axis.text = ggplot2::element_text(colour = ink, size = tick),
      axis.text.x = ggplot2::element_text(margin = gap(t = 2)),
      axis.text.y = ggplot2::element_text(margin = gap(r = 2), hjust = 1),
      axis.title = ggplot2::element_text(colour = ink, size = label),
      axis.title.x = ggplot2::element_text(margin = gap(t = 3)),
      axis.title.y = ggplot2::element_text(margin = gap(r = 3)),
      panel.background = ggplot2::element_blank(),
      plot.background = ggplot2::element_blank(),
      plot.title = ggplot2::element_text(
        size = label, hjust = 0, margin = gap(b = 2)
      ),
      plot.subtitle = ggplot2::element_text(
        size = tick, hjust = 1, margin = gap(b = 2)
      ),
      plot.margin = gap(letter + 2, 4, 4, 4),
      plot.tag = ggplot2::element_text(
        size = letter, face = "bold", colour = "#000000",
        hjust = 0, vjust = 1, margin = gap(0)
      ),
      plot.tag.position = c(0, 1),
      strip.background = ggplot2::element_blank(),
      strip.text = ggplot2::element_text(size = label, colour = ink),
      legend.background = ggplot2::element_blank(),
      legend.key = ggplot2::element_blank(),
      legend.key.size = grid::unit(label, "pt"),
      legend.title = ggplot2::element_text(size = tick),
      legend.text = ggplot2::element_text(size = tick),
      legend.position = "top",
      legend.justification = c(0, 1),
      legend.box.just = "left",
      legend.margin = gap(0),
      legend.box.spacing = grid::unit(3, "pt"),
      legend.spacing.x = grid::unit(3, "pt")
    )
}

# What stands beside a plot: no axes, no margins.
theme_strip <- function() {
  ggplot2::theme_void(base_size = 7, base_family = "Arial") +
    ggplot2::theme(
      plot.margin = ggplot2::margin(0, 0, 0, 0),
      legend.position = "none"
    )
}

# Numbers on axes --------------------------------------------------------

# Three to five round numbers.
breaks_natfig <- function(n = 4) {
  scales::breaks_extended(n)
}

# Numbers with a true minus and thin spaces between thousands from 10,000 on.
label_natfig <- function(digits = NULL, scale = 1, suffix = "") {
  function(x) {
    shown <- x * scale
    parted <- any(abs(shown) >= 1e4, na.rm = TRUE)
    text <- vapply(shown, function(value) {
      if (is.na(value)) {
        return(NA_character_)
      }
      form <- if (is.null(digits)) {
        format(value, digits = 6, scientific = FALSE, trim = TRUE)
      } else {
        formatC(value, digits = digits, format = "f")
      }
      if (parted) {
        form <- prettyNum(form, big.mark = "\u2009")
      }
      form
    }, "")
    if (is.null(digits)) {
      text <- same_decimals(text)
    }
    ifelse(is.na(text), NA, paste0(sub("^-", "\u2212", text), suffix))
  }
}

# Numbers of one axis show the same decimals.
same_decimals <- function(text) {
  known <- !is.na(text)
  places <- nchar(sub("^[^.]*\\.?", "", text[known]))
  most <- max(places, 0)
  dot <- ifelse(places == 0 & most > 0, ".", "")
  text[known] <- paste0(text[known], dot, strrep("0", most - places))
  text
}

# Powers of ten as they are up to 10,000, else as 10 with an exponent. The
# exponent has the size of the text: plotmath's own is smaller than journals
# allow.
label_log_natfig <- function(base = 10) {
  function(x) {
    shown <- x[!is.na(x)]
    if (base != 10 || all(shown >= 1e-3 & shown <= 1e4)) {
      return(label_natfig()(x))
    }
    power <- round(log(x, base))
    parse(text = ifelse(is.na(x), "NA", sprintf("%d^textstyle(%d)", base, power)))
  }
}

# Draws a layer of very many marks as pixels inside a vector file, at `dpi`;
# the text around it stays text. Raster files get the layer as it is.
rasterized <- function(layer, dpi = 600) {
  # Marks at the edge of the panel reach beyond it by less than this.
  pad <- grid::unit(6, "pt")
  captured <- quote({
    if (!names(grDevices::dev.cur()) %in% c("devSVG", "cairo_pdf", "pdf")) {
      return(marks)
    }
    width <- grid::convertWidth(grid::unit(1, "npc"), "in", TRUE)
    height <- grid::convertHeight(grid::unit(1, "npc"), "in", TRUE)
    edge <- 2 * grid::convertWidth(pad, "in", TRUE)
    pixels <- ceiling((c(width, height) + edge) * dpi)
    page <- grDevices::dev.cur()
    capture <- ragg::agg_capture(
      pixels[[1]], pixels[[2]],
      res = dpi, background = NA
    )
    grid::pushViewport(grid::viewport(
      width = grid::unit(width, "in"), height = grid::unit(height, "in")
    ))
    grid::grid.draw(marks)
    image <- capture(native = TRUE)
    grDevices::dev.off()
    grDevices::dev.set(page)
    grid::rasterGrob(
      image,
      width = grid::unit(pixels[[1]] / dpi, "in"),
      height = grid::unit(pixels[[2]] / dpi, "in"),
      interpolate = FALSE
    )
  })
  draw <- function(self, data, layout) {
    parent <- ggplot2::ggproto_parent(layer, self)
    lapply(parent$draw_geom(data, layout), function(marks) {
      if (inherits(marks, "zeroGrob")) {
        return(marks)
      }
      grid::delayGrob(
        eval(code), list(code = captured, marks = marks, pad = pad, dpi = dpi)
      )
    })
  }
  ggplot2::ggproto(NULL, layer, draw_geom = draw)
}

# Saving -----------------------------------------------------------------

# Writes a plot at its size in mm: SVG with text as text, PDF with embedded
# fonts, TIFF and PNG without transparency.
save_natfig <- function(plot, file, width, height,
                        formats = c("svg", "pdf", "tiff", "png"),
                        dpi = 600) {
  inches <- c(width, height) / 25.4
  for (format in formats) {
    target <- paste0(file, ".", format)
    switch(format,
      svg = svglite::svglite(
        target, inches[1], inches[2],
        bg = "white", fix_text_size = FALSE
      ),
      pdf = grDevices::cairo_pdf(
        target, inches[1], inches[2],
        family = "Arial"
      ),
      tiff = ragg::agg_tiff(
        target, width, height,
        units = "mm", res = dpi, compression = "lzw", background = "white"
      ),
      png = ragg::agg_png(
        target, width, height,
        units = "mm", res = dpi, background = "white"
      ),
      stop("unknown format: ", format)
    )
    tryCatch(print(plot), finally = grDevices::dev.off())
  }
  invisible(plot)
}

# Pages ------------------------------------------------------------------

# The legend of a plot as a plot of its own, for pages where several panels
# share one.
legend_natfig <- function(plot) {
  ragg::agg_capture(width = 2000, height = 2000, res = 72)
  on.exit(grDevices::dev.off())
  table <- ggplot2::ggplotGrob(plot)
  at <- which(grepl("^guide-box", table$layout$name))
  grobs <- Filter(function(grob) !inherits(grob, "zeroGrob"), table$grobs[at])
  if (!length(grobs)) {
    stop("the plot has no legend")
  }
  patchwork::wrap_elements(full = grobs[[1]])
}

# Summaries --------------------------------------------------------------

# One row per group: the mean (or median) under the value's own name, the ends
# of its spread as `low` and `high`, and `n`. `spread` is sd, sem, ci95 (the t
# interval of the mean), iqr, range or none.
summary_natfig <- function(data, value, by, center = "mean", spread = "none") {
  ends <- function(x) {
    middle <- if (center == "median") stats::median(x) else mean(x)
    sem <- stats::sd(x) / sqrt(length(x))
    switch(spread,
      sd = middle + c(-1, 1) * stats::sd(x),
      sem = middle + c(-1, 1) * sem,
      ci95 = middle + c(-1, 1) * stats::qt(0.975, length(x) - 1) * sem,
      iqr = unname(stats::quantile(x, c(0.25, 0.75))),
      range = range(x),
      c(NA_real_, NA_real_)
    )
  }
  rows <- lapply(split(data, unclass(data[by]), drop = TRUE), function(part) {
    x <- part[[value]]
    row <- part[1, by, drop = FALSE]
    row[[value]] <- if (center == "median") stats::median(x) else mean(x)
    if (spread != "none") {
      row$low <- ends(x)[[1]]
      row$high <- ends(x)[[2]]
    }
    row$n <- length(x)
    row
  })
  out <- do.call(rbind, rows)
  rownames(out) <- NULL
  out
}
