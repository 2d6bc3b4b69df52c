# Figures by gnuplot; called with ARG1 = folder, output is one file a plot.
set encoding utf8
set terminal svg size 340,230 fixed enhanced font "Arial,10"
set output ARG1."/enhanced.svg"
set xlabel "Time {/:Italic t} (10^{-3} s)"
set ylabel "Amplitude {/Symbol a}_{ij}^{2} (µV)"
set title "{/:Bold Enhanced} text: H_2O, {/=14 large}, a@^b_c"
plot sin(x) title "sin(x)", cos(x) with points title "cos(x)"

set terminal svg size 300,200 dynamic noenhanced font "Helvetica,8"
set output ARG1."/dynamic.svg"
set title "No _markup_ here"
set xlabel "x"; set ylabel "y" rotate by 0
plot x**2

set terminal svg size 400,300 fixed enhanced mouse font "DejaVu Sans,9" rounded dashed
set output ARG1."/log.svg"
set logscale xy; set format "10^{%T}"
set title "Log–log\nin two lines"; set key left bottom
set label 1 "slanted" at 2,50 rotate by 45 font "Times,12"
plot [1:1000] x title "linear", x**2 title "squared"
unset logscale; set format; unset label

set terminal svg size 360,260 fixed enhanced font "Arial,11" background "white"
set output ARG1."/heat.svg"
set title "Heat map"; set cblabel "Intensity (a.u.)"; set view map; set xtics rotate by -60
set isosamples 12,12; set samples 12
splot [-2:2][-2:2] exp(-x*x-y*y) with pm3d notitle

set terminal svg size 700,400 fixed enhanced font "Liberation Sans,9"
set output ARG1."/multi.svg"
set multiplot layout 1,2 title "Two panels"
unset title; set xtics norotate; set xlabel "Dose (mg kg^{-1})"
set style data histogram; set style fill solid 0.5
plot [-1:3] '-' using 1:xtic(2) title "Größe"
3 "wild type"
5 "mutant"
4 "rescue"
e
set label 2 "P < 0.05" at graph 0.5,0.5 center textcolor rgb "red"
plot [0:10] x title "x"
unset multiplot
set output
