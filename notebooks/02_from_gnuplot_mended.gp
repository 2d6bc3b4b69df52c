# The same figure with what natfig's report asked for:
#   gnuplot -c 02_from_gnuplot_mended.gp ../templates/specs/weather/data/seattle.csv 02_from_gnuplot_mended.svg
# gnuplot counts in pixels of 1/96 inch: 692 are 183 mm, a letter of 8 is 6 pt tall.
set encoding utf8
set terminal svg size 692,240 fixed font "Arial,8"
set output ARG2
set datafile separator ","
set xdata time
set timefmt "%Y-%m-%d"
set multiplot layout 1,2 margins 0.07,0.985,0.2,0.9 spacing 0.1
set format x "%Y"
set xtics "2012-01-01", 31557600 nomirror out
set ytics nomirror out
set border 3 lw 0.7
set xlabel "Year" offset 0,0.3
set label 1 "a" at screen 0.006,0.96 font "Arial Bold,10.6"
set label 2 "b" at screen 0.512,0.96 font "Arial Bold,10.6"
set ylabel "Mean temperature (°C)"
set yrange [0:30]
set key at graph 1.0,1.1 horizontal samplen 2
plot ARG1 using (timecolumn(1, "%Y-%m")):3 skip 1 smooth unique with lines lw 1.4 lc rgb "#e69f00" title "Daily maximum", \
     ARG1 using (timecolumn(1, "%Y-%m")):4 skip 1 smooth unique with lines lw 1.4 lc rgb "#0072b2" title "Daily minimum"
unset label
unset key
set ylabel "Precipitation (mm per month)"
set yrange [0:300]
set style fill solid
set boxwidth 2300000
plot ARG1 using (timecolumn(1, "%Y-%m")):2 skip 1 smooth frequency with boxes lw 0.7 lc rgb "#56b4e9"
unset multiplot
