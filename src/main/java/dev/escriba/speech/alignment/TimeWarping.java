package dev.escriba.speech.alignment;

/** Dynamic time warping: the path through a matrix from the first cell to the last one with the highest sum. */
final class TimeWarping {

    private static final byte DIAGONAL = 0;
    private static final byte UP = 1;
    private static final byte LEFT = 2;

    private TimeWarping() {}

    /**
     * The first column of the path in each row. The path goes to the next column, to the next row, or to both.
     *
     * @param weights by row and column
     */
    static int[] firstColumns(double[][] weights) {
        int rows = weights.length;
        int columns = weights[0].length;
        byte[][] from = new byte[rows][columns];
        double[] best = new double[columns];
        double[] above = new double[columns];
        for (int row = 0; row < rows; row++) {
            double[] swap = above;
            above = best;
            best = swap;
            for (int column = 0; column < columns; column++) {
                double diagonal = row > 0 && column > 0 ? above[column - 1] : Double.NEGATIVE_INFINITY;
                double up = row > 0 ? above[column] : Double.NEGATIVE_INFINITY;
                double left = column > 0 ? best[column - 1] : Double.NEGATIVE_INFINITY;
                double before;
                if (row == 0 && column == 0) {
                    before = 0;
                } else if (diagonal >= up && diagonal >= left) {
                    before = diagonal;
                    from[row][column] = DIAGONAL;
                } else if (up >= left) {
                    before = up;
                    from[row][column] = UP;
                } else {
                    before = left;
                    from[row][column] = LEFT;
                }
                best[column] = before + weights[row][column];
            }
        }
        return firstColumns(from);
    }

    private static int[] firstColumns(byte[][] from) {
        int[] first = new int[from.length];
        int row = from.length - 1;
        int column = from[0].length - 1;
        while (row > 0) {
            first[row] = column;
            switch (from[row][column]) {
                case UP -> row--;
                case LEFT -> column--;
                default -> {
                    row--;
                    column--;
                }
            }
        }
        return first;
    }
}
