package io.github.deepfer.api.video;

import java.util.Arrays;

/**
 * The Hungarian method in its shortest augmenting path form (Jonker and Volgenant, 1987): pairs
 * rows with columns so that the sum of their gains is the greatest possible.
 */
final class Assignment {
  private Assignment() {}

  /** The column of each row, or -1 for a row whose gain would be 0. */
  static int[] best(double[][] gain, int columns) {
    int rows = gain.length;
    // Columns of gain 0 let any row stay alone.
    int width = columns + rows;
    double[] rowPrice = new double[rows + 1];
    double[] columnPrice = new double[width + 1];
    int[] owner = new int[width + 1];
    int[] way = new int[width + 1];
    for (int row = 1; row <= rows; row++) {
      owner[0] = row;
      int column = 0;
      double[] slack = new double[width + 1];
      Arrays.fill(slack, Double.POSITIVE_INFINITY);
      boolean[] used = new boolean[width + 1];
      do {
        used[column] = true;
        int from = owner[column];
        int next = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 1; j <= width; j++) {
          if (!used[j]) {
            double cost = j <= columns ? -gain[from - 1][j - 1] : 0;
            double reduced = cost - rowPrice[from] - columnPrice[j];
            if (reduced < slack[j]) {
              slack[j] = reduced;
              way[j] = column;
            }
            if (slack[j] < least) {
              least = slack[j];
              next = j;
            }
          }
        }
        for (int j = 0; j <= width; j++) {
          if (used[j]) {
            rowPrice[owner[j]] += least;
            columnPrice[j] -= least;
          } else {
            slack[j] -= least;
          }
        }
        column = next;
      } while (owner[column] != 0);
      while (column != 0) {
        owner[column] = owner[way[column]];
        column = way[column];
      }
    }
    int[] best = new int[rows];
    Arrays.fill(best, -1);
    for (int j = 1; j <= columns; j++) {
      if (owner[j] != 0 && gain[owner[j] - 1][j - 1] > 0) {
        best[owner[j] - 1] = j - 1;
      }
    }
    return best;
  }
}
