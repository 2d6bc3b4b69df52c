# Figures by ggplot2 and base graphics, through svglite and through svg() (cairo).
suppressPackageStartupMessages({library(ggplot2); library(svglite)})
out <- commandArgs(trailingOnly = TRUE)
set.seed(1)
mt <- transform(mtcars, cyl = factor(cyl))

plots <- list(
  scatter = ggplot(mt, aes(wt, mpg, colour = cyl)) + geom_point(size = 1) +
    labs(x = "Weight (10³ lb)", y = "Économie (mpg)", colour = "Cylinders", title = "Weight and economy",
         caption = "n = 32") + theme_bw(base_size = 8, base_family = "Arial"),
  expressions = ggplot(mt, aes(disp, hp)) + geom_point() + scale_x_log10() +
    labs(x = expression(paste("Displacement ", (cm^3))), y = expression(beta[i] %+-% sigma^2)) +
    annotate("text", 200, 300, label = "italic(R)^2 == 0.63", parse = TRUE, size = 3) + theme_classic(base_size = 9),
  facets = ggplot(mt, aes(mpg)) + geom_histogram(bins = 6) + facet_grid(gear ~ am, labeller = label_both) +
    theme_grey(base_size = 7),
  heat = ggplot(as.data.frame(as.table(cor(mtcars))), aes(Var1, Var2, fill = Freq)) + geom_tile() +
    scale_fill_viridis_c(name = "Pearson r") + theme_minimal(base_size = 8, base_family = "Helvetica") +
    theme(axis.text.x = element_text(angle = 45, hjust = 1, face = "italic"), axis.title = element_blank()),
  bars = ggplot(mt, aes(cyl, fill = factor(gear))) + geom_bar() + coord_flip() +
    labs(x = "Zylinder\n(Anzahl)", y = "µ ± σ ≤ 10 kΩ", fill = NULL) +
    theme_bw(base_size = 10, base_family = "serif") + theme(legend.position = "bottom",
    axis.title.y = element_text(face = "bold"), plot.title.position = "plot"))

base_plot <- function() {
  par(mar = c(4, 4, 2, 1), cex = 0.7)
  plot(mtcars$wt, mtcars$mpg, log = "y", xlab = "Weight", ylab = expression(log[10](x)), main = "Base & graphics <1>")
  text(4, 28, "tilted", srt = 30, font = 4)
  mtext("margin", side = 4, las = 3)
  legend("topright", legend = c("one", "two"), pch = 1:2, bty = "n")
}

for (device in c("svglite", "svg")) {
  open <- function(name) {
    path <- file.path(out, if (device == "svglite") "svglite" else "r_svg", paste0(name, ".svg"))
    if (device == "svglite") svglite(path, width = 3.5, height = 2.8, pointsize = 8, fix_text_size = name != "facets")
    else svg(path, width = 3.5, height = 2.8, pointsize = 8)
  }
  for (name in names(plots)) { open(name); print(plots[[name]]); invisible(dev.off()) }
  open("base"); base_plot(); invisible(dev.off())
}
