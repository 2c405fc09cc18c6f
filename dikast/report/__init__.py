"""How it is shown: the findings of run folders as tables, plots, one self-contained HTML page, and a data frame.

Names are imported when they are first used: numpy, matplotlib and pandas are not needed for what does not use them.
"""
