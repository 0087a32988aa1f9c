# once
# Golden cases of the detectors, through the real program.
exec python3 tests/golden.py
