# Copy beside your Makefile and write `include natfig.mk` in it.
#   make figures-qa          check the figures
#   make figures-baseline    record what they have now; from then on only new findings count

NATFIG ?= natfig
FIGURES ?= figures
BASELINE ?= natfig-baseline.json
QA_FLAGS ?=

.PHONY: figures-qa figures-baseline

figures-qa:
	$(NATFIG) qa $(FIGURES) $(if $(wildcard $(BASELINE)),--baseline $(BASELINE)) $(QA_FLAGS)

figures-baseline:
	$(NATFIG) qa $(FIGURES) --write-baseline $(BASELINE) $(QA_FLAGS)
