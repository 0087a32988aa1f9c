# full
# The matrix of access with every variant of Accept: more than 20,000 cells.
WEB_MATRIX_FULL=1
. tests/e2e/web_matrix.sh
