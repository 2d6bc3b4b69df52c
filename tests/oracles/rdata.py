"""Public data sets that come with R, as R expressions.

All are of R's package datasets (GPL; historical, published data) and stay in R: tests ask R for
the numbers and for its answer in one breath.
"""

from __future__ import annotations

__all__ = ["PAIRED", "SEVERAL", "TWO"]

# Two independent groups, x and y.
TWO = {
    "sleep": "x <- sleep$extra[1:10]; y <- sleep$extra[11:20]",
    "PlantGrowth": "x <- PlantGrowth$weight[21:30]; y <- PlantGrowth$weight[11:20]",
    "chickwts": "z <- split(chickwts$weight, chickwts$feed); x <- z$casein; y <- z$linseed",
    "InsectSprays": "z <- split(InsectSprays$count, InsectSprays$spray); x <- z$C; y <- z$E",
    "ToothGrowth": "x <- with(ToothGrowth, len[supp == 'OJ']); y <- with(ToothGrowth, len[supp == 'VC'])",
    "warpbreaks": "x <- with(warpbreaks, breaks[wool == 'A']); y <- with(warpbreaks, breaks[wool == 'B'])",
    "airquality": "o <- na.omit(airquality[, c('Ozone', 'Month')]); "
    "x <- o$Ozone[o$Month == 8]; y <- o$Ozone[o$Month == 5]",
    "iris": "x <- iris$Sepal.Length[1:50]; y <- iris$Sepal.Length[51:100]",
    "mtcars": "x <- with(mtcars, mpg[am == 1]); y <- with(mtcars, mpg[am == 0])",
    "morley": "x <- with(morley, Speed[Expt == 1]) / 3; y <- with(morley, Speed[Expt == 4][1:9]) / 7 + 150",
    "distinct": "x <- log(rivers[c(1:7, 12)]); y <- log(islands[20:31])",
}

# The same subjects twice, x and y.
PAIRED = {
    "sleep": "x <- sleep$extra[1:10]; y <- sleep$extra[11:20]",
    "iris-scaled": "x <- iris$Petal.Width[51:80] * 7; y <- iris$Sepal.Width[51:80] * 3",
    "women": "x <- women$height / 2.2; y <- log(women$weight) * 6",
    "iris": "x <- iris$Petal.Length[101:150]; y <- iris$Sepal.Length[101:150] - 1",
    "USJudgeRatings": "x <- USJudgeRatings$CONT; y <- USJudgeRatings$INTG",
    "trees": "x <- log(trees$Girth); y <- log(trees$Volume) - 0.7",
}

# Several groups: values v and groups g.
SEVERAL = {
    "PlantGrowth": "v <- PlantGrowth$weight; g <- PlantGrowth$group",
    "InsectSprays": "v <- sqrt(InsectSprays$count); g <- InsectSprays$spray",
    "ToothGrowth": "v <- ToothGrowth$len; g <- factor(ToothGrowth$dose)",
    "warpbreaks": "v <- warpbreaks$breaks; g <- warpbreaks$tension",
    "chickwts": "v <- chickwts$weight; g <- chickwts$feed",
    "airquality": "o <- na.omit(airquality[, c('Ozone', 'Month')]); v <- o$Ozone; g <- factor(o$Month)",
    "iris": "v <- iris$Sepal.Width; g <- iris$Species",
}
