"""What `bihuan …` does at the command line: check, demo, import, export, verify, replay, rebuild, bench.

Arguments in, words and exit statuses out; no rule and no table lives here.
"""
