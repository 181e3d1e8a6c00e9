"""The case of pulsars: kinds in the diagram of period and period derivative."""
