# Draws 02_from_gnuplot.svg, a first draft as it is often sent around:
#   gnuplot -c 02_from_gnuplot.gp ../templates/specs/weather/data/seattle.csv 02_from_gnuplot.svg
# Data: NOAA daily summaries of Seattle 2012–2015, public domain.
set encoding utf8
set terminal svg size 860,300 fixed font "Times,12"
set output ARG2
set datafile separator ","
set xdata time
set timefmt "%Y-%m-%d"
set multiplot layout 1,2
set format x "%Y-%m-%d"
set xtics 7776000
set ylabel "Temperature"
plot ARG1 using (timecolumn(1, "%Y-%m")):3 skip 1 smooth unique with lines lw 2 lc rgb "red" title "max", \
     ARG1 using (timecolumn(1, "%Y-%m")):4 skip 1 smooth unique with lines lw 2 lc rgb "#00a000" title "min"
set ylabel "Rain" textcolor rgb "#b0b0b0"
set style fill solid
plot ARG1 using (timecolumn(1, "%Y-%m")):2 skip 1 smooth frequency with boxes lw 0.2 lc rgb "#9fd3ff" notitle
unset multiplot
