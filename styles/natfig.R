# natfig for R: the theme, the palettes and the exports of the figure contract.
#
# After source("natfig.R"), in a session with library(ggplot2):
#
#   > ggplot(mpg, aes(displ, hwy)) + geom_point() + theme_natfig("nature")
#   > save_natfig(last_plot(), "mpg", width = "single", height = 60)
#
# Sections "Palettes" and "Journals" tell the rest.
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
  outline <- stroke_pt(edge) * ggplot2::.stroke / 2
  (pt / 0.75 - outline) / ggplot2::.pt
}

# Outline of a point in pt, for `stroke`.
stroke_pt <- function(pt) {
  pt * 96 / 72 / (ggplot2::.stroke / 2)
}

# Theme ------------------------------------------------------------------

# A plain theme: two spines, short ticks outside, no grid, legend on top. Sizes
# in pt, `gutter` (between two panels) in mm. `ink` is for axes and text.
theme_natfig <- function(label = 7, tick = 6, letter = 8, axis = 0.5,
                         tick_length = 2, ink = "#272727",
                         family = "Arial", gutter = 5,
                         letter_face = "bold") {
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
        size = label, hjust = 0, margin = gap(b = 3)
      ),
      plot.subtitle = ggplot2::element_text(
        size = tick, hjust = 0, margin = gap(b = 3)
      ),
      plot.margin = grid::unit(rep(gutter / 2, 4), "mm"),
      plot.tag = ggplot2::element_text(
        size = letter, face = letter_face, colour = "#000000",
        hjust = 0, vjust = 1, margin = gap(0)
      ),
      plot.tag.position = c(0, 1),
      strip.background = ggplot2::element_blank(),
      strip.text = ggplot2::element_text(size = label, colour = ink),
      legend.background = ggplot2::element_blank(),
      legend.key = ggplot2::element_blank(),
      legend.key.size = grid::unit(label - 1, "pt"),
      legend.title = ggplot2::element_text(size = label, hjust = 0),
      legend.text = ggplot2::element_text(size = label, margin = gap(r = 4)),
      legend.position = "top",
      legend.justification = c(0, 1),
      legend.box.just = "left",
      legend.margin = gap(0),
      legend.box.spacing = grid::unit(3, "pt"),
      legend.spacing.x = grid::unit(2, "pt"),
      legend.spacing.y = grid::unit(2, "pt")
    )
}

# What stands beside a plot: no axes, no margins; letter and title as in the
# theme that is set.
theme_strip <- function() {
  set <- ggplot2::theme_get()
  ggplot2::theme_void(base_size = 7, base_family = "Arial") +
    ggplot2::theme(
      plot.margin = ggplot2::margin(0, 0, 0, 0),
      plot.tag = set$plot.tag,
      plot.tag.position = set$plot.tag.position,
      plot.title = set$plot.title,
      plot.subtitle = set$plot.subtitle,
      legend.position = "none"
    )
}

# Numbers on axes --------------------------------------------------------

# Where an axis of numbers ends: 5 % beyond the data, on the next tick where
# that is near, and not beyond zero where all values lie on one side of it.
# `zero`: bars and areas stand on zero.
ends_natfig <- function(zero = FALSE, n = 5) {
  function(range) {
    data <- sort(range)
    base <- if (zero) range(0, data) else data
    room <- 0.05 * diff(base)
    if (room == 0) {
      room <- if (base[1] == 0) 0.5 else 0.05 * abs(base[1])
    }
    ends <- base + c(-room, room)
    if (data[1] > 0 || zero && data[1] >= 0) ends[1] <- max(ends[1], 0)
    if (data[2] < 0 || zero && data[2] <= 0) ends[2] <- min(ends[2], 0)
    ends <- to_ticks(ends, n)
    if (range[1] > range[2]) rev(ends) else ends
  }
}

# Ends that are at most 35 % of a step from the next tick move there.
to_ticks <- function(ends, n = 5) {
  ticks <- round_ticks(ends[1], ends[2], n)
  if (length(ticks) < 2) {
    return(ends)
  }
  step <- ticks[2] - ticks[1]
  next_ticks <- c(ticks[1] - step, ticks[length(ticks)] + step)
  away <- c(ends[1] - next_ticks[1], next_ticks[2] - ends[2])
  ifelse(away > 0 & away <= 0.35 * step, next_ticks, ends)
}

# As many multiples of 1, 2 or 5 (2.5 where nothing else gives three) times a
# power of ten as lie between two values, at most `n`.
round_ticks <- function(low, high, n = 5) {
  if (!is.finite(high - low) || high <= low) {
    return(numeric())
  }
  power <- floor(log10((high - low) / n)) + rep(-1:2, each = 4)
  digit <- rep(c(1, 2, 2.5, 5), 4)
  step <- digit * 10^power
  first <- ceiling(low / step - 1e-9)
  last <- floor(high / step + 1e-9)
  count <- last - first + 1
  full <- ifelse(digit == 2.5, pmin(count, 3), 3 * (count >= 3) + count)
  score <- ifelse(count >= 2 & count <= n, 1000 * full - power, -Inf)
  best <- which.max(score)
  if (!is.finite(score[best])) {
    return(numeric())
  }
  round(seq(first[best], last[best]) * step[best], 12 - min(power[best], 0))
}

# Three to five round numbers.
breaks_natfig <- function(n = 5) {
  function(limits) round_ticks(min(limits), max(limits), n)
}

# Numbers as short as they are exact, with a true minus and thin spaces
# between thousands from 10,000 on; very large and small ones as powers of
# ten. `digits` fixes the decimals, or the digits of `form` "g" and "e".
label_natfig <- function(digits = NULL, scale = 1, prefix = "", suffix = "",
                         form = "f", sign = FALSE) {
  function(x) {
    shown <- x * scale
    largest <- max(abs(shown), 0, na.rm = TRUE)
    if (is.null(digits) && has_long_numbers(shown, largest)) {
      return(label_powers(shown))
    }
    if (is.null(digits)) {
      digits <- decimals_of(shown, largest)
    }
    # A rounded zero has no sign.
    shown <- ifelse(abs(shown) < 1e-9 * largest, 0, shown)
    text <- formatC(
      shown,
      digits = digits, format = form, flag = if (sign) "+" else ""
    )
    text <- trimws(sub("-", "\u2212", text))
    long <- abs(shown) >= 1e4 & form == "f"
    text <- ifelse(long, prettyNum(text, big.mark = "\u2009"), text)
    ifelse(is.na(x), NA_character_, paste0(prefix, text, suffix))
  }
}

# The decimals that all numbers need, to a billionth of the largest.
decimals_of <- function(x, largest) {
  x <- x[!is.na(x)]
  for (places in 0:12) {
    if (all(abs(round(x, places) - x) <= 1e-9 * largest)) {
      return(places)
    }
  }
  12
}

# Whether numbers are better read as powers of ten.
has_long_numbers <- function(x, largest) {
  if (largest < 1e6 && (largest == 0 || largest >= 1e-3)) {
    return(FALSE)
  }
  x <- x[!is.na(x)]
  largest < 1e6 || largest >= 1e12 ||
    all(abs(signif(x, 4) - x) <= 1e-9 * largest)
}

# Numbers as a factor and a power of ten. The exponent has the size of the
# text: plotmath's own is smaller than journals allow.
label_powers <- function(x, base = 10) {
  label <- function(value) {
    if (is.na(value)) {
      return("")
    }
    if (value == 0) {
      return("0")
    }
    power <- floor(log(abs(value), base) + 1e-9)
    factor <- signif(value / base^power, 4)
    lead <- if (abs(factor) == 1) "" else paste(abs(factor), "\u00d7 ")
    head <- paste0(if (value < 0) "\u2212", lead, base)
    bquote(.(head)^textstyle(.(sub("-", "\u2212", power))))
  }
  as.expression(lapply(x, label))
}

# Labels at every `k`-th tick.
label_every_natfig <- function(k, labels) {
  function(x) {
    text <- labels(x)
    text[seq_along(text) %% k != 1] <- ""
    text
  }
}

# Logarithmic axes --------------------------------------------------------

# Where a logarithmic axis ends: 5 % beyond the data, on a power of the base
# where that is near.
ends_log_natfig <- function(base = 10) {
  function(range) {
    data <- sort(log(range, base))
    room <- if (diff(data) == 0) 0.5 else 0.05 * diff(data)
    low <- data[1] - room
    high <- data[2] + room
    if (low - floor(low) < 0.12) low <- floor(low)
    if (ceiling(high) - high < 0.12) high <- ceiling(high)
    ends <- base^c(low, high)
    if (range[1] > range[2]) rev(ends) else ends
  }
}

# At most `n` powers of the base; where there are fewer than three, round
# numbers between them.
breaks_log_natfig <- function(base = 10, n = 5) {
  function(limits) {
    low <- min(limits)
    high <- max(limits)
    first <- ceiling(log(low, base) - 1e-9)
    last <- floor(log(high, base) + 1e-9)
    powers <- if (first <= last) seq(first, last) else numeric()
    if (length(powers) > n) {
      stride <- ceiling(length(powers) / n)
      powers <- powers[powers %% stride == 0]
    }
    if (length(powers) >= 3) {
      return(base^powers)
    }
    decades <- 10^seq(floor(log10(low)) - 1, ceiling(log10(high)) + 1)
    for (digits in list(c(1, 2, 5), c(1, 3), c(1, 5), c(1, 2))) {
      ticks <- signif(sort(outer(digits, decades)), 6)
      ticks <- ticks[ticks >= low * (1 - 1e-9) & ticks <= high * (1 + 1e-9)]
      if (length(ticks) >= min(n, 3) && length(ticks) <= n) {
        return(ticks)
      }
    }
    if (length(powers) >= 2) base^powers else round_ticks(low, high, n)
  }
}

# Plain numbers while all are short, powers of the base beyond.
label_log_natfig <- function(base = 10) {
  function(x) {
    shown <- x[!is.na(x)]
    is_short <- all(shown >= 1) && max(shown, 1) <= 9999 ||
      base == 10 && all(shown > 0.009 & shown <= 1000)
    powers <- log(shown, base)
    is_power <- all(abs(powers - round(powers)) < 1e-9)
    is_plain <- all(shown >= 1e-4 & shown < 1e6)
    if (!is_short && is_power) {
      return(label_powers(x, base))
    }
    if (!is_short && !is_plain) {
      return(label_powers(x))
    }
    vapply(x, function(value) label_natfig()(value), "")
  }
}

# Small ticks at 2 to 9 times every power of ten, without labels; the plot
# needs coord_cartesian(clip = "off").
minor_ticks_natfig <- function(sides = "b", length = 1, width = 0.5,
                               ink = "#272727", major = 2) {
  looks <- list(
    sides = sides, outside = TRUE, colour = ink,
    short = grid::unit(length, "pt"), mid = grid::unit(length, "pt"),
    long = grid::unit(major, "pt")
  )
  # The argument was renamed in ggplot2 3.5.
  is_new <- utils::packageVersion("ggplot2") >= "3.5.0"
  looks[[if (is_new) "linewidth" else "size"]] <- line_pt(width)
  do.call(ggplot2::annotation_logticks, looks)
}

# Zero and powers of ten on both sides of it.
breaks_symlog_natfig <- function(n = 5) {
  function(limits) {
    reach <- abs(range(limits))[c(min(limits) < 0, max(limits) > 0)]
    sides <- length(reach)
    most <- floor(log10(max(min(reach), 1)) + 1e-9)
    stride <- max(1, ceiling((most + 1) * sides / (n - 1)))
    powers <- 10^rev(seq(most, 0, by = -stride))
    ticks <- c(-rev(powers), 0, powers)
    ticks[ticks >= min(limits) & ticks <= max(limits)]
  }
}

# Dates on axes -----------------------------------------------------------

# At most `n` days that begin a year, a month or so.
breaks_date_natfig <- function(n = 5) {
  function(limits) {
    if (!inherits(limits, "Date") && diff(as.numeric(limits)) < 4 * 86400) {
      return(pretty(limits, n - 1))
    }
    ends <- as.Date(limits)
    year <- as.POSIXlt(ends[1])$year + 1900
    start <- as.Date(sprintf("%d-01-01", year - year %% 100))
    steps <- c(
      "1 day", "2 days", "1 week", "2 weeks",
      paste(c(1, 2, 3, 4, 6), "months"),
      paste(c(1, 2, 5, 10, 20, 50, 100), "years")
    )
    for (step in steps) {
      from <- if (grepl("day|week", step)) ends[1] else start
      ticks <- seq(from, ends[2], by = step)
      ticks <- ticks[ticks >= ends[1] & ticks <= ends[2]]
      if (length(ticks) <= n) break
    }
    if (inherits(limits, "Date")) ticks else as.POSIXct(ticks)
  }
}

# The shortest text that tells dates apart; English, whatever the computer
# speaks.
label_date_natfig <- function() {
  function(x) {
    parts <- as.POSIXlt(x, tz = "UTC")
    known <- !is.na(x)
    month <- month.abb[parts$mon + 1]
    years <- parts$year + 1900
    day <- ifelse(known, sprintf("%02d %s", parts$mday, month), NA)
    time <- sprintf("%02d:%02d", parts$hour, parts$min)
    is_day <- all(parts$hour[known] == 0 & parts$min[known] == 0)
    is_month <- all(parts$mday[known] == 1) && is_day
    if (is_month && all(parts$mon[known] == 0)) {
      return(ifelse(known, as.character(years), NA))
    }
    if (is_month) {
      is_one <- length(unique(years[known])) == 1
      return(if (is_one) month else ifelse(known, paste(month, years), NA))
    }
    if (is_day) day else ifelse(known, time, NA)
  }
}

# Draws a layer of very many marks as pixels inside a vector file, at `dpi`;
# the text around it stays text. Raster files get the layer as it is.
rasterized <- function(layer, dpi = 600) {
  # Marks at the edge of the panel reach beyond it by less than this.
  pad <- grid::unit(6, "pt")
  pixels <- function(marks) {
    if (!names(grDevices::dev.cur()) %in% c("devSVG", "cairo_pdf", "pdf")) {
      return(marks)
    }
    width <- grid::convertWidth(grid::unit(1, "npc"), "in", TRUE)
    height <- grid::convertHeight(grid::unit(1, "npc"), "in", TRUE)
    edge <- 2 * grid::convertWidth(pad, "in", TRUE)
    size <- ceiling((c(width, height) + edge) * dpi)
    page <- grDevices::dev.cur()
    capture <- ragg::agg_capture(
      size[[1]], size[[2]],
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
      width = grid::unit(size[[1]] / dpi, "in"),
      height = grid::unit(size[[2]] / dpi, "in"),
      interpolate = FALSE
    )
  }
  draw <- function(self, data, layout) {
    parent <- ggplot2::ggproto_parent(layer, self)
    lapply(parent$draw_geom(data, layout), function(marks) {
      if (inherits(marks, "zeroGrob")) {
        return(marks)
      }
      grid::delayGrob(pixels(marks), list(pixels = pixels, marks = marks))
    })
  }
  ggplot2::ggproto(NULL, layer, draw_geom = draw)
}

# Curves -----------------------------------------------------------------

# Rows doubled so that a ribbon runs in steps: values hold until the next x.
stairs_natfig <- function(data, x, by = NULL) {
  parts <- if (is.null(by)) list(data) else split(data, data[[by]], drop = TRUE)
  steps <- lapply(parts, function(part) {
    part <- part[order(part[[x]]), ]
    twice <- rep(seq_len(nrow(part)), each = 2)
    out <- part[twice[-length(twice)], ]
    out[[x]] <- part[[x]][twice[-1]]
    out
  })
  do.call(rbind, steps)
}

# How many values lie in each bin; bins hold their lower edge, the last one
# also its upper. `stat`: count, density (area 1) or percent of all.
count_bins <- function(value, breaks, stat = "count") {
  bins <- length(breaks) - 1
  bin <- findInterval(value, breaks, rightmost.closed = TRUE)
  counts <- tabulate(bin, bins)
  switch(stat,
    density = counts / sum(counts) / diff(breaks),
    percent = counts / sum(counts) * 100,
    counts
  )
}

# Outlines of histograms, one per level: the corners of the bins that hold a
# value, from the axis up and back down to it.
outline_natfig <- function(data, value, breaks, by, stat = "count") {
  outline <- function(part) {
    height <- count_bins(part[[value]], breaks, stat)
    filled <- range(which(height > 0))
    bins <- seq(filled[1], filled[2])
    corners <- data.frame(
      x = rep(breaks[c(bins, filled[2] + 1)], each = 2),
      height = c(0, rep(height[bins], each = 2), 0)
    )
    corners[[by]] <- part[[by]][1]
    corners
  }
  do.call(rbind, lapply(split(data, data[[by]], drop = TRUE), outline))
}

# Cumulative distributions, one per level: a step at every value, up to
# `total`; NULL: up to the number of values.
ecdf_natfig <- function(data, value, by = NULL, total = 1) {
  steps <- function(part) {
    x <- sort(unique(part[[value]]))
    share <- stats::ecdf(part[[value]])(x)
    top <- if (is.null(total)) nrow(part) else total
    curve <- data.frame(x = c(x[1], x), height = c(0, share) * top)
    if (!is.null(by)) curve[[by]] <- part[[by]][1]
    curve
  }
  parts <- if (is.null(by)) list(data) else split(data, data[[by]], drop = TRUE)
  do.call(rbind, lapply(parts, steps))
}

# The logarithms of the axes that `log` names, as "x", "y" or "xy".
logged <- function(values, axis, log) {
  if (grepl(axis, log)) log10(values) else values
}

# And back again.
unlogged <- function(values, axis, log) {
  if (grepl(axis, log)) 10^values else values
}

# Points counted in regular hexagons, `across` and `up` of them: the corners
# of those that hold a point, six rows a cell.
hexagons_natfig <- function(x, y, across, up, log = "") {
  grid <- function(values, cells) {
    edge <- 1e-9 * diff(range(values))
    start <- min(values) - edge
    step <- (max(values) + edge - start) / cells
    list(start = start, step = step, at = (values - start) / step)
  }
  x <- grid(logged(x, "x", log), across)
  y <- grid(logged(y, "y", log), up)
  # Two lattices, half a cell apart; each point belongs to the nearer middle.
  even <- (x$at - round(x$at))^2 + 3 * (y$at - round(y$at))^2
  odd <- (x$at - floor(x$at) - 0.5)^2 + 3 * (y$at - floor(y$at) - 0.5)^2
  column <- ifelse(even < odd, round(x$at), floor(x$at) + 0.5)
  row <- ifelse(even < odd, round(y$at), floor(y$at) + 0.5)
  cells <- stats::aggregate(count ~ column + row, data.frame(
    column, row, count = 1
  ), sum)
  each <- rep(seq_len(nrow(cells)), each = 6)
  right <- c(0.5, 0.5, 0, -0.5, -0.5, 0)
  above <- c(-0.5, 0.5, 1, 0.5, -0.5, -1) / 3
  data.frame(
    x = unlogged(x$start + (cells$column[each] + right) * x$step, "x", log),
    y = unlogged(y$start + (cells$row[each] + above) * y$step, "y", log),
    cell = each,
    count = cells$count[each]
  )
}

# Points counted in rectangles, `across` and `up` of them; those that hold a
# point.
cells_natfig <- function(x, y, across, up, log = "") {
  edges <- function(values, cells) {
    seq(min(values), max(values), length.out = cells + 1)
  }
  x <- logged(x, "x", log)
  y <- logged(y, "y", log)
  x_edges <- edges(x, across)
  y_edges <- edges(y, up)
  column <- findInterval(x, x_edges, rightmost.closed = TRUE)
  row <- findInterval(y, y_edges, rightmost.closed = TRUE)
  cells <- stats::aggregate(count ~ column + row, data.frame(
    column, row, count = 1
  ), sum)
  data.frame(
    xmin = unlogged(x_edges[cells$column], "x", log),
    xmax = unlogged(x_edges[cells$column + 1], "x", log),
    ymin = unlogged(y_edges[cells$row], "y", log),
    ymax = unlogged(y_edges[cells$row + 1], "y", log),
    count = cells$count
  )
}

# A smooth density in the plane with a Gaussian kernel of Scott's bandwidth
# (Scott, Multivariate Density Estimation, 1992), times `bandwidth`: a grid
# with x, y and density, and the density at the points themselves.
smooth_natfig <- function(x, y, bandwidth = 1, log = "", cells = 256) {
  points <- cbind(logged(x, "x", log), logged(y, "y", log))
  n <- nrow(points)
  kernel <- stats::cov(points) * (bandwidth * n^(-1 / 6))^2
  margin <- 3.5 * sqrt(diag(kernel))
  low <- apply(points, 2, min) - margin
  step <- (apply(points, 2, max) + margin - low) / cells
  at <- sweep(sweep(points, 2, low), 2, step, "/") + 0.5
  left <- floor(at)
  share <- at - left
  # Each point is shared out to the four nearest cells, and the cells are
  # smoothed in the frequency domain, on a grid of twice the size.
  counts <- matrix(0, 2 * cells, 2 * cells)
  corners <- list(c(0, 0), c(1, 0), c(0, 1), c(1, 1))
  weights <- lapply(corners, function(corner) {
    far <- sweep(1 - share, 2, corner, function(near, is_far) {
      ifelse(is_far == 1, 1 - near, near)
    })
    far[, 1] * far[, 2]
  })
  for (i in seq_along(corners)) {
    cell <- sweep(left, 2, corners[[i]], "+")
    sums <- rowsum(weights[[i]], (cell[, 2] - 1) * 2 * cells + cell[, 1])
    index <- as.integer(rownames(sums))
    counts[index] <- counts[index] + sums[, 1]
  }
  waves <- c(0:(cells - 1), -cells:-1) / (2 * cells)
  fx <- waves / step[1]
  fy <- waves / step[2]
  form <- outer(kernel[1, 1] * fx^2, kernel[2, 2] * fy^2, "+") +
    2 * kernel[1, 2] * outer(fx, fy)
  smooth <- stats::fft(stats::fft(counts) * exp(-2 * pi^2 * form), TRUE)
  density <- pmax(Re(smooth)[1:cells, 1:cells] / (2 * cells)^2, 0) /
    (n * prod(step))
  middles <- lapply(1:2, function(k) low[k] + (seq_len(cells) - 0.5) * step[k])
  grid <- expand.grid(x = middles[[1]], y = middles[[2]])
  at_points <- Reduce(`+`, Map(function(corner, weight) {
    density[sweep(left, 2, corner, "+")] * weight
  }, corners, weights))
  list(
    grid = data.frame(
      x = unlogged(grid$x, "x", log), y = unlogged(grid$y, "y", log),
      density = c(density)
    ),
    at_points = at_points
  )
}

# Groups -----------------------------------------------------------------

# Places on a category axis: the levels of `level` stand side by side over 0.82
# of a category, and observations are spread evenly over `width`, in random
# order; few of them less far, for else they would not look like one group.
# `from_top`: the first category is on top.
place_natfig <- function(category, level = NULL, width = 0, seed = 1,
                         from_top = FALSE) {
  place <- as.numeric(category)
  group <- category
  if (!is.null(level)) {
    place <- place + 0.82 * ((as.numeric(level) - 0.5) / nlevels(level) - 0.5)
    group <- interaction(category, level)
  }
  if (width > 0) {
    set.seed(seed)
    spread <- function(place) {
      n <- length(place)
      place + ((sample.int(n) - 0.5) / n - 0.5) * width * min(1, sqrt(n / 30))
    }
    place <- stats::ave(place, group, drop = TRUE, FUN = spread)
  }
  if (from_top) nlevels(category) + 1 - place else place
}

# Median, quartiles (type 7) and Tukey's whiskers of each group, which reach to
# the last value within 1.5 interquartile ranges of the box.
box_natfig <- function(data, value, by) {
  rows <- lapply(split(data, unclass(data[by]), drop = TRUE), function(part) {
    x <- part[[value]]
    inside <- x[!is_outlier(x)]
    quarters <- stats::quantile(x, c(0.25, 0.5, 0.75), names = FALSE)
    row <- part[1, by, drop = FALSE]
    row$low <- min(inside, quarters[1])
    row$q1 <- quarters[1]
    row$middle <- quarters[2]
    row$q3 <- quarters[3]
    row$high <- max(inside, quarters[3])
    row
  })
  out <- do.call(rbind, rows)
  rownames(out) <- NULL
  out
}

# Whether values lie beyond the whiskers of their group's box.
is_outlier <- function(x, group = rep(1, length(x))) {
  beyond <- function(x) {
    quarters <- stats::quantile(x, c(0.25, 0.75), names = FALSE)
    reach <- 1.5 * diff(quarters)
    x < quarters[1] - reach | x > quarters[2] + reach
  }
  stats::ave(x, group, drop = TRUE, FUN = beyond) == 1
}

# Density of each group from its smallest to its largest value, as a share of
# its own peak: a Gaussian kernel with Scott's bandwidth, n^(-1/5) standard
# deviations. `log`: of the logarithms.
density_natfig <- function(data, value, by, log = FALSE, n = 128) {
  rows <- lapply(split(data, unclass(data[by]), drop = TRUE), function(part) {
    x <- if (log) base::log(part[[value]]) else part[[value]]
    at <- seq(min(x), max(x), length.out = n)
    width <- stats::sd(x) * length(x)^-0.2
    height <- vapply(at, function(a) sum(stats::dnorm(a, x, width)), 0)
    out <- part[rep(1, n), by, drop = FALSE]
    out[[value]] <- if (log) exp(at) else at
    out$share <- height / max(height)
    out
  })
  out <- do.call(rbind, rows)
  rownames(out) <- NULL
  out
}

# Which way each subject's values go from the first to the last condition.
direction_natfig <- function(value, condition, subject) {
  at <- function(level) {
    rows <- condition == level
    value[rows][match(subject, subject[rows])]
  }
  ends <- levels(condition)
  change <- at(ends[length(ends)]) - at(ends[1])
  droplevels(factor(
    sign(change), c(0, 1, -1), c("No change", "Increase", "Decrease")
  ))
}

# Points whose area is in proportion to a value >= 0; the one at `largest` is
# `largest_pt` wide, none is smaller than can be seen in print. `edge` is the
# width of their outline.
scale_size_natfig <- function(largest, largest_pt, edge = 0, ...) {
  scale <- ggplot2::scale_size_area(limits = c(0, largest), ...)
  scale$palette <- function(share) {
    point_pt(pmax(largest_pt * sqrt(share), 0.8), edge)
  }
  scale
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
        target, whole_pt(inches[1]), whole_pt(inches[2]),
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
    tryCatch(draw_natfig(plot, inches), finally = grDevices::dev.off())
  }
  invisible(plot)
}

# The next whole number of pt, in inches: cairo_pdf() cuts off the rest.
whole_pt <- function(inches) {
  (ceiling(inches * 72 - 1e-6) + 0.01) / 72
}

# Draws a plot or a page of plots at the top left of the device.
draw_natfig <- function(plot, inches) {
  grid::grid.newpage()
  grid::pushViewport(grid::viewport(
    x = 0, y = 1, just = c("left", "top"),
    width = grid::unit(inches[[1]], "in"),
    height = grid::unit(inches[[2]], "in")
  ))
  if (inherits(plot, "patchwork")) {
    grid::grid.draw(close_titles(patchwork::patchworkGrob(plot)))
  } else {
    print(plot, newpage = FALSE)
  }
}

# Brings the axis titles of a page close to their labels again: patchwork sets
# them where the widest labels of a column or row of plots want them.
close_titles <- function(table) {
  wide <- function(grob) grid::convertWidth(grid::grobWidth(grob), "mm", TRUE)
  high <- function(grob) grid::convertHeight(grid::grobHeight(grob), "mm", TRUE)
  size <- function(grob, measure) {
    if (inherits(grob, c("absoluteGrob", "titleGrob"))) {
      return(measure(grob))
    }
    inner <- Filter(function(part) inherits(part, "gTree"), grob$children)
    max(0, unlist(lapply(inner, size, measure)))
  }
  columns <- function(cell) {
    grid::convertWidth(sum(table$widths[cell$l:cell$r]), "mm", TRUE)
  }
  rows <- function(cell) {
    grid::convertHeight(sum(table$heights[cell$t:cell$b]), "mm", TRUE)
  }
  for (i in grep("patchwork-table", table$layout$name)) {
    table$grobs[[i]] <- close_titles(table$grobs[[i]])
  }
  for (i in grep("^(ylab-l|xlab-b)", table$layout$name)) {
    name <- sub("^[xy]lab", "axis", table$layout$name[[i]])
    at <- match(name, table$layout$name)
    if (is.na(at)) next
    cell <- table$layout[at, ]
    own <- table$layout[i, ]
    axis <- table$grobs[[at]]
    title <- table$grobs[[i]]
    shift <- if (grepl("^axis-l", name)) {
      gap <- columns(own) - size(title, wide)
      c(columns(cell) - size(axis, wide) + gap / 2, 0)
    } else {
      gap <- rows(own) - size(title, high)
      c(0, rows(cell) - size(axis, high) + gap / 2)
    }
    table$grobs[[i]] <- grid::grobTree(title, vp = grid::viewport(
      x = grid::unit(0.5, "npc") + grid::unit(shift[[1]], "mm"),
      y = grid::unit(0.5, "npc") + grid::unit(shift[[2]], "mm")
    ))
  }
  table
}

# Pages ------------------------------------------------------------------

# The legend of a plot as a plot of its own, for pages where several panels
# share one. It begins where the axes under it begin.
legend_natfig <- function(plot, gutter = 5) {
  ragg::agg_capture(width = 2000, height = 2000, res = 600)
  on.exit(grDevices::dev.off())
  table <- ggplot2::ggplotGrob(plot)
  at <- which(grepl("^guide-box", table$layout$name))
  grobs <- Filter(function(grob) !inherits(grob, "zeroGrob"), table$grobs[at])
  if (!length(grobs)) {
    stop("the plot has no legend")
  }
  margins <- grid::unit(c(1, 1, 0, 1) * gutter / 2, "mm")
  patchwork::wrap_elements(panel = grobs[[1]]) +
    ggplot2::theme(plot.margin = margins)
}

# A heading over several panels with a thin rule under it; `upright`: beside
# them, with the rule to its right. Without text: the room of a heading.
heading_natfig <- function(text, upright = FALSE, rule = "#767676",
                           gutter = 5) {
  look <- ggplot2::calc_element("axis.title", ggplot2::theme_get())
  words <- grid::textGrob(
    text,
    x = if (upright) grid::unit(0, "npc") else 0.5,
    y = if (upright) 0.5 else grid::unit(1, "npc") - grid::unit(0.4, "mm"),
    vjust = 1, rot = if (upright) 90 else 0,
    gp = grid::gpar(
      fontsize = look$size, col = look$colour, fontfamily = look$family
    )
  )
  line <- grid::linesGrob(
    x = if (upright) c(1, 1) else c(0, 1),
    y = if (upright) c(0, 1) else c(0, 0),
    gp = grid::gpar(col = if (nzchar(text)) rule else NA, lwd = 0.5 * 96 / 72)
  )
  margins <- grid::unit(c(1, 1, 0, 1) * gutter / 2, "mm")
  patchwork::wrap_elements(panel = grid::grobTree(words, line)) +
    ggplot2::theme(plot.margin = margins)
}

# The widest limits of several plots along an axis ("x", "y") or of their
# colours ("fill", "colour").
limits_natfig <- function(..., scale = "y") {
  ends <- lapply(list(...), function(plot) {
    built <- ggplot2::ggplot_build(plot)
    if (!scale %in% c("x", "y")) {
      return(built$plot$scales$get_scales(scale)$get_limits())
    }
    given <- plot$coordinates$limits[[scale]]
    axis <- built$layout[[paste0("panel_scales_", scale)]][[1]]
    own <- axis$trans$inverse(axis$get_limits())
    if (is.null(given)) own else ifelse(is.na(given), own, given)
  })
  range(unlist(ends))
}

# A plot with the limits of `limits_natfig()`.
with_limits <- function(plot, limits, scale = "y") {
  if (scale %in% c("x", "y")) {
    old <- plot$coordinates
    ends <- old$limits
    ends[[scale]] <- limits
    plot$coordinates <- ggplot2::ggproto(NULL, old, limits = ends)
    return(plot)
  }
  own <- plot$scales$get_scales(scale)$clone()
  own$limits <- limits
  suppressMessages(plot + own)
}

# A colour bar beside its map: 2 mm wide, `height` in mm, its label along it.
bar_natfig <- function(height = 40) {
  text <- ggplot2::calc_element("axis.title", ggplot2::theme_get())
  ggplot2::guide_colourbar(
    barwidth = grid::unit(2, "mm"),
    barheight = grid::unit(height, "mm"),
    title.position = "right",
    title.theme = ggplot2::element_text(
      family = text$family, face = text$face, colour = text$colour,
      size = text$size, angle = 90, hjust = 0.5, vjust = 0.5,
      lineheight = text$lineheight,
      margin = ggplot2::margin(0, 0, 0, 0)
    ),
    ticks = FALSE
  )
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
    if (!"n" %in% c(value, by)) {
      row$n <- length(x)
    }
    row
  })
  out <- do.call(rbind, rows)
  rownames(out) <- NULL
  out
}

# Tables ------------------------------------------------------------------

# A column of text beside a plot: one cell at each `y` of its axis, which ends
# at `limits`, and a header at `at`. `width` and `gap` are in mm. A header
# with a formula is an expression.
column_natfig <- function(y, text, header, at, limits, width, gap = 2.5,
                          size = 6, ink = "#272727") {
  label <- c(as.character(header), text)
  if (is.expression(header)) {
    label <- c(deparse1(header[[1]]), encodeString(text, quote = "\""))
  }
  x <- rep(gap, length(label))
  y <- c(at, y)
  ggplot2::ggplot(mapping = ggplot2::aes(x, y, label = label)) +
    ggplot2::geom_text(
      hjust = 0, size = text_pt(size), family = "Arial", colour = ink,
      parse = is.expression(header)
    ) +
    ggplot2::coord_cartesian(
      xlim = c(0, width), ylim = limits, expand = FALSE, clip = "off"
    ) +
    theme_strip()
}

# Effects with their intervals as text: "0.78 (0.61-0.99)" with an en dash,
# or "to" where a minus sign would run into it.
interval_natfig <- function(value, low, high,
                            label = label_natfig(digits = 2)) {
  write <- function(x) {
    text <- ifelse(x > 0, "\u221e", "\u2212\u221e")
    text[is.finite(x)] <- label(x[is.finite(x)])
    text
  }
  ends <- c(write(low), write(high))
  has_minus <- any(startsWith(c(write(value), ends), "\u2212"))
  dash <- if (has_minus) " to " else "\u2013"
  paste0(write(value), " (", write(low), dash, write(high), ")")
}

# How many are still observed just before each time of `at`, a row per group,
# below a plot whose x axis ends at `limits`. The names end at `edge`.
at_risk_natfig <- function(time, group, at, limits, edge, colours = NULL,
                           size = 6, ink = "#272727") {
  groups <- levels(group)
  has_header <- !is.null(colours)
  row <- rep(seq_along(groups), each = length(at))
  n <- vapply(seq_along(row), function(i) {
    sum(time[group == groups[row[i]]] >= at[(i - 1) %% length(at) + 1])
  }, 0)
  names <- if (has_header) c("Number at risk", groups) else groups
  x <- c(rep(at, length(groups)), rep(edge, length(names)))
  y <- c(row, seq_along(names) - has_header)
  text <- c(label_natfig(digits = 0)(n), names)
  is_name <- seq_along(text) > length(n)
  colour <- ifelse(is_name, c(ink, colours)[text], NA)
  ggplot2::ggplot(mapping = ggplot2::aes(x, y, label = text)) +
    ggplot2::geom_text(
      hjust = ifelse(is_name, 1, 0.5), size = text_pt(size), family = "Arial",
      colour = ifelse(is.na(colour), ink, colour)
    ) +
    ggplot2::coord_cartesian(
      xlim = limits, ylim = c(length(groups) + 0.5, 0.5 - has_header),
      expand = FALSE, clip = "off"
    ) +
    theme_strip()
}

# The diamonds of summaries: the four corners of each row's, from `low` over
# `effect` to `high` and `half` a row up and down.
diamond_natfig <- function(rows, half) {
  corner <- function(x, y) {
    cbind(rows, x = x, y = y, id = seq_len(nrow(rows)))
  }
  rbind(
    corner(rows$low, rows$position), corner(rows$effect, rows$position - half),
    corner(rows$high, rows$position), corner(rows$effect, rows$position + half)
  )
}

# Survival and ROC curves -------------------------------------------------

# Survival of each group by Kaplan and Meier, with 95 % intervals of Greenwood's
# variance: "log-log", "plain" or "none". At equal times events come before
# censorings. `until` is where the time axis ends; `percent` counts in percent.
survival_natfig <- function(time, event, group = NULL, interval = "log-log",
                            until = Inf, percent = FALSE) {
  if (is.null(group)) {
    group <- factor(rep("all", length(time)))
  }
  curve <- function(rows) {
    at <- sort(unique(time[rows]))
    leaving <- tabulate(match(time[rows], at), length(at))
    events <- tabulate(match(time[rows][event[rows]], at), length(at))
    at_risk <- rev(cumsum(rev(leaving)))
    survival <- cumprod(1 - events / at_risk)
    lost <- ifelse(events > 0, events / at_risk / (at_risk - events), 0)
    part <- data.frame(
      group = group[rows][1], time = c(0, at), survival = c(1, survival),
      survival_ends(c(1, survival), c(0, cumsum(lost)), interval),
      censored = c(0, leaving - events)
    )
    if (max(at) > until) {
      last <- part[sum(part$time <= until), ]
      last[c("time", "censored")] <- list(until, 0)
      part <- rbind(part[part$time <= until, ], last)
    }
    part
  }
  rows <- split(seq_along(time), group, drop = TRUE)
  out <- do.call(rbind, unname(lapply(rows, curve)))
  shown <- c("survival", "low", "high")
  if (percent) out[shown] <- 100 * out[shown]
  out
}

# The ends of the intervals; NA where there are none.
survival_ends <- function(survival, variance, interval) {
  z <- stats::qnorm(0.975)
  spread <- z * sqrt(variance)
  if (interval == "log-log") {
    # Above zero and below one, because the logarithm is negative.
    power <- exp(spread / log(survival))
    low <- survival^(1 / power)
    high <- survival^power
  } else {
    low <- pmax(survival - spread * survival, 0)
    high <- pmin(survival + spread * survival, 1)
  }
  low[survival == 1] <- 1
  high[survival == 1] <- 1
  none <- survival == 0 | interval == "none"
  data.frame(low = ifelse(none, NA, low), high = ifelse(none, NA, high))
}

# ROC curves ("roc") or precision against recall ("pr"), exact at every score:
# rows with equal scores pass the threshold together. Points within straight
# runs are left out.
roc_natfig <- function(truth, score, group = NULL, curve = "roc") {
  if (is.null(group)) {
    group <- factor(rep("all", length(score)))
  }
  one <- function(rows) {
    rows <- rows[order(-score[rows])]
    last <- which(c(diff(score[rows]) != 0, TRUE))
    hits <- cumsum(truth[rows])[last]
    recall <- hits / max(hits)
    if (curve == "pr") {
      out <- corners_natfig(recall, hits / last)
      # The first step starts at recall 0.
      out <- rbind(data.frame(x = 0, y = out$y[1]), out)
    } else {
      misses <- last - hits
      out <- corners_natfig(c(0, misses / max(misses)), c(0, recall))
    }
    data.frame(group = group[rows][1], out)
  }
  rows <- split(seq_along(score), group, drop = TRUE)
  do.call(rbind, unname(lapply(rows, one)))
}

# A line without the points inside its horizontal and vertical runs.
corners_natfig <- function(x, y) {
  n <- length(x)
  dx <- diff(x)
  dy <- diff(y)
  level <- dy[-1] == 0 & dy[-(n - 1)] == 0
  upright <- dx[-1] == 0 & dx[-(n - 1)] == 0 & dy[-1] * dy[-(n - 1)] >= 0
  keep <- if (n < 3) rep(TRUE, n) else c(TRUE, !(level | upright), TRUE)
  data.frame(x = x[keep], y = y[keep])
}

# Radar charts ------------------------------------------------------------

# Places of values on the spokes of a radar chart: the first spoke points up,
# the others follow clockwise; `low` is at the centre, `high` at the rim, one
# number or one per spoke.
radar_natfig <- function(spoke, value, low, high, group = NULL) {
  at <- as.integer(spoke)
  ends <- function(x) rep_len(x, nlevels(spoke))[at]
  radius <- (value - ends(low)) / (ends(high) - ends(low))
  angle <- 2 * pi * (at - 1) / nlevels(spoke)
  out <- data.frame(x = radius * sin(angle), y = radius * cos(angle))
  if (!is.null(group)) out$group <- group
  out[order(at), ]
}

# The rings of the web: polygons of `spokes` corners at each radius.
rings_natfig <- function(spokes, radius) {
  angle <- 2 * pi * (seq_len(spokes) - 1) / spokes
  data.frame(
    x = as.vector(outer(sin(angle), radius)),
    y = as.vector(outer(cos(angle), radius)),
    radius = rep(radius, each = spokes)
  )
}

# Colours of cells --------------------------------------------------------

# The cells of a matrix for which there is no row.
missing_natfig <- function(data, x, y) {
  cells <- expand.grid(levels(data[[x]]), levels(data[[y]]))
  names(cells) <- c(x, y)
  cells[as.vector(table(data[[x]], data[[y]])) == 0, ]
}

# The colours of numbers on a ramp between two limits.
ramp_natfig <- function(x, colours, limits, log = FALSE) {
  if (log) {
    x <- log(x)
    limits <- log(limits)
  }
  at <- scales::rescale(x, from = limits)
  scales::gradient_n_pal(colours)(pmin(pmax(at, 0), 1))
}

# White or ink, whichever stands out more on a colour, by the contrast of
# WCAG 2.2, https://www.w3.org/TR/WCAG22/.
ink_natfig <- function(fill, ink = "#272727") {
  luminance <- function(colour) {
    part <- grDevices::col2rgb(colour) / 255
    part <- ifelse(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055)^2.4)
    colSums(part * c(0.2126, 0.7152, 0.0722)) + 0.05
  }
  here <- luminance(fill)
  ifelse(1.05 / here > here / luminance(ink), "#FFFFFF", ink)
}

# Palettes ---------------------------------------------------------------

# Colours of a palette. "discrete": the first `n` of its order, or all of it,
# by their names; "sequential" and "diverging": `n` colours along its map.
natfig_palette <- function(palette = "nature", n = NULL,
                           type = c("discrete", "sequential", "diverging"),
                           reverse = FALSE) {
  type <- match.arg(type)
  is_map <- type != "discrete" || palette %in% names(maps_natfig)
  colours <- if (!is_map) {
    first_natfig(palette, n)
  } else if (type == "discrete") {
    map_natfig(palette)
  } else {
    map_natfig(palette, type)
  }
  if (is_map && !is.null(n)) {
    colours <- scales::gradient_n_pal(colours)(seq(0, 1, length.out = n))
  }
  if (reverse) rev(colours) else colours
}

# The first `n` colours of a palette's order.
first_natfig <- function(palette, n) {
  found <- find_natfig(palette, palettes_natfig, "palette")
  colours <- found$colours[found$order]
  if (is.null(n)) {
    return(colours)
  }
  if (n > length(colours)) {
    stop(
      "palette ", palette, " has ", length(colours), " colours that can be ",
      "told apart, and ", n, " are asked for; join groups, or part them by ",
      "shape or panel",
      call. = FALSE
    )
  }
  if (n > found$apart) {
    message(
      "palette ", palette, ": readers with a colour-vision deficiency tell ",
      found$apart, " colours apart, not ", n, "; let shape or linetype ",
      "differ as well"
    )
  }
  colours[seq_len(n)]
}

# Every colour a palette has a name for, tints and greys as well.
natfig_colours <- function(palette = "nature") {
  find_natfig(palette, palettes_natfig, "palette")$colours
}

# Colours along a map: of a palette's own, or a map called by its name.
map_natfig <- function(palette, type = NULL) {
  name <- palette
  if (!is.null(type) && palette %in% names(palettes_natfig)) {
    name <- palettes_natfig[[palette]][[type]]
  }
  known <- c(names(palettes_natfig), names(maps_natfig))
  known <- stats::setNames(as.list(known), known)
  known[[name]] <- NULL
  map <- maps_natfig[[sub("_r$", "", name)]]
  if (is.null(map)) find_natfig(name, known, "palette")
  if (!is.null(type) && map$type != type) {
    stop("palette ", palette, " is ", map$type, ", not ", type, call. = FALSE)
  }
  if (grepl("_r$", name)) rev(map$stops) else map$stops
}

# Scales of a palette. A diverging one has its middle colour at `midpoint`.
scale_colour_natfig <- function(palette = "nature",
                                type = c(
                                  "discrete", "sequential", "diverging"
                                ),
                                midpoint = 0, reverse = FALSE, ...) {
  scale_natfig("colour", palette, match.arg(type), midpoint, reverse, ...)
}
scale_color_natfig <- scale_colour_natfig

scale_fill_natfig <- function(palette = "nature",
                              type = c(
                                "discrete", "sequential", "diverging"
                              ),
                              midpoint = 0, reverse = FALSE, ...) {
  scale_natfig("fill", palette, match.arg(type), midpoint, reverse, ...)
}

scale_natfig <- function(aesthetic, palette, type, midpoint, reverse, ...) {
  if (type == "discrete") {
    return(ggplot2::discrete_scale(
      aesthetic, "natfig",
      palette = function(n) {
        unname(natfig_palette(palette, n, reverse = reverse))
      },
      ...
    ))
  }
  scale <- switch(aesthetic,
    colour = ggplot2::scale_colour_gradientn,
    fill = ggplot2::scale_fill_gradientn
  )
  colours <- natfig_palette(palette, type = type, reverse = reverse)
  if (type == "sequential") {
    return(scale(colours = colours, ...))
  }
  around <- function(x, to = c(0, 1), from = range(x, na.rm = TRUE)) {
    scales::rescale_mid(x, to, from, midpoint)
  }
  scale(colours = colours, rescaler = around, ...)
}

# One element of a list by its name; else an error that says the nearest names.
find_natfig <- function(name, among, what) {
  if (!is.character(name) || length(name) != 1 || is.na(name)) {
    stop("a ", what, " is one name, such as \"", names(among)[[1]], "\"",
      call. = FALSE
    )
  }
  if (name %in% names(among)) {
    return(among[[name]])
  }
  far <- utils::adist(name, names(among), ignore.case = TRUE)[1, ]
  starts <- startsWith(names(among), tolower(name))
  near <- names(among)[order(!starts, far)]
  near <- near[(starts | far <= max(2, nchar(name) / 3))[order(!starts, far)]]
  hint <- if (length(near)) {
    paste0("did you mean ", paste(utils::head(near, 3), collapse = ", "), "?")
  } else {
    paste0("there are ", paste(names(among), collapse = ", "))
  }
  stop("unknown ", what, " \"", name, "\"; ", hint, call. = FALSE)
}

# Written by scripts/natfig_r.py: palettes
palettes_natfig <- list(
  nature = list(
    colours = c(
      blue_main = "#0F4D92", blue_secondary = "#3775BA", green_1 = "#DDF3DE",
      green_2 = "#AADCA9", green_3 = "#8BCF8B", red_1 = "#F6CFCB",
      red_2 = "#E9A6A1", red_strong = "#B64342", neutral_light = "#CFCECE",
      neutral_mid = "#767676", neutral_dark = "#4D4D4D",
      neutral_black = "#272727", gold = "#FFD700", teal = "#42949E",
      violet = "#9A4D8E", magenta = "#EA84DD"
    ),
    order = c(
      "blue_main", "red_strong", "teal", "neutral_mid", "neutral_dark",
      "magenta", "violet", "blue_secondary"
    ),
    apart = 6,
    neutral = "#CFCECE",
    sequential = "lapaz_r", diverging = "vik"
  ),
  "nature-clinical" = list(
    colours = c(
      baseline = "#272727", week6 = "#E28E2C", week13 = "#D24B40",
      week26 = "#5B8FD6", year1 = "#7BAA5B", year2 = "#C45AD6",
      group_band = "#F2E6D9"
    ),
    order = c("week26", "baseline", "week13", "week6", "year2", "year1"),
    apart = 4,
    neutral = "#CFCECE",
    sequential = "batlow", diverging = "vik"
  ),
  "nature-genomics" = list(
    colours = c(
      neutral_light = "#D8D8D8", neutral_mid = "#8F8F8F", wave1 = "#D9544D",
      wave2 = "#5B7FCA", wave3 = "#B89BD9", outline = "#4D4D4D"
    ),
    order = c("wave2", "wave1", "neutral_mid", "wave3"),
    apart = 4,
    neutral = "#D8D8D8",
    sequential = "lapaz_r", diverging = "vik"
  ),
  "nature-imaging" = list(
    colours = c(
      bg = "#000000", context = "#B8B8B8", cyan = "#22D7E6",
      magenta = "#FF2AD4", white = "#FFFFFF"
    ),
    order = c("cyan", "context", "magenta"),
    apart = 3,
    neutral = "#D8D8D8",
    sequential = "oslo", diverging = "vik"
  ),
  "nature-material" = list(
    colours = c(
      aqua = "#77D7D1", teal = "#33B5A5", lilac = "#B9A7E8", violet = "#7C6CCF",
      callout_red = "#E53935", neutral = "#D9D9D9"
    ),
    order = c("violet", "callout_red", "teal", "lilac"),
    apart = 4,
    neutral = "#D9D9D9",
    sequential = "lapaz_r", diverging = "broc"
  ),
  "nmi-pastel" = list(
    colours = c(
      baseline_dark = "#484878", baseline_mid = "#7884B4",
      baseline_soft = "#B4C0E4", ours_tiny = "#E4E4F0", ours_base = "#E4CCD8",
      ours_large = "#F0C0CC", bg_lilac = "#E0E0F0", bg_aqua = "#E0F0F0",
      bg_peach = "#F0E0D0", neutral_light = "#D8D8D8", neutral_mid = "#A8A8A8",
      neutral_dark = "#606060", delta_up = "#2E9E44", delta_down = "#E53935"
    ),
    order = c("baseline_dark", "baseline_mid", "neutral_dark", "neutral_mid"),
    apart = 4,
    neutral = "#D8D8D8",
    sequential = "devon_r", diverging = "broc"
  ),
  "okabe-ito" = list(
    colours = c(
      black = "#000000", orange = "#E69F00", sky_blue = "#56B4E9",
      bluish_green = "#009E73", yellow = "#F0E442", blue = "#0072B2",
      vermillion = "#D55E00", reddish_purple = "#CC79A7"
    ),
    order = c(
      "blue", "black", "vermillion", "reddish_purple", "bluish_green",
      "sky_blue", "orange"
    ),
    apart = 7,
    neutral = "#CFCECE",
    sequential = "batlow", diverging = "vik"
  ),
  "tol-bright" = list(
    colours = c(
      blue = "#4477AA", cyan = "#66CCEE", green = "#228833", yellow = "#CCBB44",
      red = "#EE6677", purple = "#AA3377", grey = "#BBBBBB"
    ),
    order = c("blue", "red", "purple", "green"),
    apart = 3,
    neutral = "#CFCECE",
    sequential = "batlow", diverging = "vik"
  ),
  "tol-muted" = list(
    colours = c(
      rose = "#CC6677", indigo = "#332288", sand = "#DDCC77", green = "#117733",
      cyan = "#88CCEE", wine = "#882255", teal = "#44AA99", olive = "#999933",
      purple = "#AA4499", pale_grey = "#DDDDDD"
    ),
    order = c("indigo", "olive", "green", "purple", "wine", "rose", "teal"),
    apart = 7,
    neutral = "#CFCECE",
    sequential = "batlow", diverging = "vik"
  ),
  "tol-vibrant" = list(
    colours = c(
      orange = "#EE7733", blue = "#0077BB", cyan = "#33BBEE",
      magenta = "#EE3377", red = "#CC3311", teal = "#009988", grey = "#BBBBBB"
    ),
    order = c("blue", "red", "cyan", "orange", "magenta", "teal"),
    apart = 4,
    neutral = "#CFCECE",
    sequential = "batlow", diverging = "vik"
  )
)

maps_natfig <- list(
  batlow = list(
    type = "sequential",
    stops = c(
      "#011959", "#114360", "#226061", "#4D734D", "#828231", "#BE9035",
      "#F19D6B", "#FDB4B4", "#FACCFA"
    )
  ),
  broc = list(
    type = "diverging",
    stops = c(
      "#2C1A4C", "#294B7D", "#5B82A9", "#A5BBD0", "#EBEEEC", "#D4D4AA",
      "#9B9B62", "#5D5D2D", "#262600"
    )
  ),
  devon = list(
    type = "sequential",
    stops = c(
      "#2C1A4C", "#29386A", "#29588F", "#4272BC", "#7E8FDD", "#AFAAEE",
      "#CAC6F4", "#E4E2FA", "#FFFFFF"
    )
  ),
  lajolla = list(
    type = "sequential",
    stops = c(
      "#191900", "#372411", "#67342A", "#A64644", "#D9604E", "#E58751",
      "#ECAC54", "#F7D971", "#FFFECB"
    )
  ),
  lapaz = list(
    type = "sequential",
    stops = c(
      "#1A0C64", "#24327E", "#2D5393", "#3D71A0", "#5C8CA3", "#859E9C",
      "#B3AC96", "#EACEB9", "#FEF2F3"
    )
  ),
  oslo = list(
    type = "sequential",
    stops = c(
      "#010101", "#0E1E2E", "#15395B", "#26578C", "#507BBC", "#7B98CA",
      "#A2B0CA", "#CED1D7", "#FFFFFF"
    )
  ),
  roma = list(
    type = "diverging",
    stops = c(
      "#7E1700", "#9D5818", "#B68C32", "#D0CA72", "#C0EAC3", "#79D2D7",
      "#399DC7", "#226AB1", "#033198"
    )
  ),
  vik = list(
    type = "diverging",
    stops = c(
      "#001261", "#034481", "#307DA6", "#94BED2", "#ECE5E0", "#DCAC90",
      "#C37243", "#942F06", "#590008"
    )
  )
)
# End of palettes

# Journals ---------------------------------------------------------------

# What a journal asks for: widths and height in mm, text and lines in pt.
natfig_journal <- function(journal = "nature",
                           stage = c("production", "initial")) {
  stage <- match.arg(stage)
  rows <- journals_natfig[journals_natfig$stage %in% c(NA, stage), ]
  find_natfig(journal, split(rows, rows$id), "journal")
}

# Width of a figure in mm: "single", "onehalf" or "double", or a number.
natfig_width <- function(journal = "nature", width = "double",
                         stage = c("production", "initial")) {
  sizes <- natfig_journal(journal, stage)
  known <- unlist(sizes[c("single", "onehalf", "double")])
  if (is.character(width)) {
    return(named_width(width, known, journal))
  }
  if (!is.numeric(width) || length(width) != 1 || !isTRUE(width > 0)) {
    stop("a width is single, onehalf, double or mm", call. = FALSE)
  }
  widest <- if (all(is.na(known))) Inf else max(known, na.rm = TRUE)
  # Publishers round inches, so that a twentieth of a millimetre is no matter.
  if (width > widest + 0.05) {
    stop(
      width, " mm is too wide for ", journal, ", whose widest figure has ",
      widest, " mm",
      call. = FALSE
    )
  }
  width
}

# One of a journal's widths by its name.
named_width <- function(width, known, journal) {
  found <- find_natfig(width, as.list(known), "width")
  if (!is.na(found)) {
    return(found)
  }
  known <- known[!is.na(known)]
  said <- paste0(names(known), " (", known, " mm)", collapse = ", ")
  stop(
    journal, " has no width \"", width, "\"; ",
    if (length(known)) paste0("it knows ", said, "; or "),
    "give a number of mm",
    call. = FALSE
  )
}

# Panel letters as a journal writes them, for plots put together by patchwork.
natfig_letters <- function(journal = "nature",
                           stage = c("production", "initial")) {
  tag <- natfig_journal(journal, stage)$tag
  patchwork::plot_annotation(
    tag_levels = gsub("[()]", "", tag),
    tag_prefix = if (grepl("(", tag, fixed = TRUE)) "(" else "",
    tag_suffix = if (grepl(")", tag, fixed = TRUE)) ")" else ""
  )
}

# The theme in a journal's sizes; `...` changes some of them, in pt.
theme_journal <- function(journal = "nature",
                          stage = c("production", "initial"), ...) {
  sizes <- natfig_journal(journal, stage)
  asked <- as.list(sizes[c("label", "tick", "letter", "axis")])
  do.call(theme_sizes, utils::modifyList(asked, list(...))) +
    ggplot2::theme(plot.tag = ggplot2::element_text(face = sizes$face))
}

# Writes a plot at a journal's width and resolution. `width` is "single",
# "onehalf", "double" or mm, `height` mm. A file name that ends in a format
# asks for that one alone.
save_journal <- function(plot, file, width = "double", height,
                         journal = "nature",
                         stage = c("production", "initial"),
                         formats = c("svg", "pdf", "tiff", "png"),
                         dpi = sizes$dpi) {
  sizes <- natfig_journal(journal, stage)
  width <- natfig_width(journal, width, stage)
  if (missing(height) || !is.numeric(height) || height <= 0) {
    stop("`height` is missing; give it in mm", call. = FALSE)
  }
  if (!is.na(sizes$height) && height > sizes$height) {
    stop(
      height, " mm is too high for ", journal, ", whose figures are at most ",
      sizes$height, " mm high",
      call. = FALSE
    )
  }
  ending <- regmatches(file, regexpr("[.](svg|pdf|tiff?|png)$", file))
  if (length(ending)) {
    file <- substr(file, 1, nchar(file) - nchar(ending))
    if (missing(formats)) formats <- sub("^[.]tif$", ".tiff", ending)
    formats <- sub("^[.]", "", formats)
  }
  save_sizes(plot, file, width, height, formats, dpi)
}

# By these names, too: theme_natfig(journal = "cell"). Scripts that natfig
# writes state their sizes and use the plain functions above.
theme_sizes <- theme_natfig
theme_natfig <- theme_journal
save_sizes <- save_natfig
save_natfig <- save_journal

# Written by scripts/natfig_r.py: journals
journals_natfig <- utils::read.csv(text = "
id,stage,single,onehalf,double,height,label,tick,letter,face,tag,axis,line,dpi
acs,,82.55,,177.8,241.3,7,6,8,bold,a,0.5,1,1200
aip,,85,,170,209.6,8,8,8,bold,(a),0.5,1,600
aps,,86,,178,,7.91,7.91,8,bold,(a),0.5,1,600
bmc,,85,,170,225,7,6,8,bold,a,0.5,1,300
cell,,85,114,174,200,7,6,8,bold,A,0.5,1,1000
elife,,,,,,7,6,8,bold,a,0.5,1,600
elsevier,,90,140,190,240,7,6,8,bold,a,0.5,1,500
frontiers,,85,,180,,8,8,8,bold,a,0.5,1,300
iclr,,139.7,,139.7,,7,6,8,bold,a,0.5,1,600
icml,,82.55,,171.45,,7,6,8,bold,a,0.5,1,600
ieee,,88.9,,182,220,9,9,9,plain,(a),0.5,1,600
iop,,85,,150,,8,8,8,bold,(a),0.5,1,600
jama,,,,,,7,6,8,bold,a,0.5,1,600
lancet,,75,,154,,7,6,8,bold,a,0.5,1,600
mdpi,,,,,,7,6,8,bold,a,0.5,1,300
nature,,89,120,183,170,7,6,8,bold,a,0.5,1,600
nature-communications,,89,,183,,7,6,8,bold,a,0.5,1,600
nature-machine-intelligence,,,,180,,7,6,8,bold,a,0.5,1,600
nature-subjournal,,88,,180,225,7,6,8,bold,a,0.5,1,600
nejm,,,,,,7,6,8,bold,a,0.5,1,1200
neurips,,139.7,,139.7,228.6,7,6,8,bold,a,0.5,1,600
plos,,132,,190.5,222.3,8,8,8,bold,a,0.57,1,300
pnas,,87,114,178,225,7,6,8,bold.italic,A,0.5,1,600
rsc,,83,,171,233,7,6,8,bold,(a),0.5,1,600
science,,57,121,184,,7,6,10,bold,A,0.5,1,300
science-advances,,90,,184,,7,6,8,bold,a,0.5,1,600
springer,,84,,174,234,8,8,8,bold,a,0.5,1,600
wiley,,80,,180,,7,6,8,bold,a,0.5,1,600
")
# End of journals
