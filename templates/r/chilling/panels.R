# Response curves: uptake rises towards an asymptote as carbon dioxide does.

# The mean of the plants at each concentration with its standard deviation, and
# for each group the curve asym * (1 - exp(-exp(lrc) * (x - c0))), fitted to
# all plants by least squares.
draw_curves <- function(data, style) {
  group <- interaction(data$origin, data$treatment, drop = TRUE)
  curves <- do.call(rbind, lapply(split(data, group), fit_curve))
  means <- aggregate(
    uptake_umol_m2_s ~ co2_ul_l + treatment + origin, data,
    function(x) c(mean = mean(x), sd = sd(x))
  )
  means <- do.call(data.frame, means)
  names(means)[4:5] <- c("mean", "sd")
  # Each origin is named once, beside the ends of its two curves.
  ends <- aggregate(y ~ origin + x, curves[curves$x == max(curves$x), ], mean)
  ggplot(curves, aes(x = x, y = y, colour = treatment, shape = origin)) +
    geom_line(
      aes(group = interaction(origin, treatment)),
      linewidth = line_pt(style$line_pt)
    ) +
    geom_linerange(
      data = means,
      aes(x = co2_ul_l, y = mean, ymin = mean - sd, ymax = mean + sd),
      linewidth = line_pt(style$error_pt)
    ) +
    geom_point(
      data = means, aes(x = co2_ul_l, y = mean),
      size = point_pt(style$marker_pt)
    ) +
    geom_text(
      data = ends, aes(label = origin), family = "Arial",
      size = text_pt(style$annotation_pt), colour = style$ink,
      hjust = 0, nudge_x = 20
    ) +
    scale_colour_manual(
      values = style$colours, breaks = names(style$colours), name = NULL
    ) +
    scale_shape_manual(
      values = c(Mississippi = 16, Quebec = 17), guide = "none"
    ) +
    scale_x_continuous(
      breaks = seq(200, 1000, by = 200), expand = expansion(c(0.05, 0.15))
    ) +
    scale_y_continuous(limits = c(0, 50), expand = c(0, 0))
}

fit_curve <- function(data) {
  fit <- nls(
    uptake_umol_m2_s ~ SSasympOff(co2_ul_l, asym, lrc, c0),
    data
  )
  x <- seq(min(data$co2_ul_l), max(data$co2_ul_l), length.out = 100)
  data.frame(
    x = x, y = as.numeric(predict(fit, data.frame(co2_ul_l = x))),
    origin = data$origin[[1]], treatment = data$treatment[[1]]
  )
}
