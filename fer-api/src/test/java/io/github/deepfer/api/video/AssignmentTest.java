package io.github.deepfer.api.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  /** Against every permutation. */
  @Test
  void theAssignmentIsTheBestThereIs() {
    Random random = new Random(3);
    for (int run = 0; run < 300; run++) {
      int rows = random.nextInt(6);
      int columns = random.nextInt(6);
      double[][] gain = new double[rows][columns];
      for (double[] row : gain) {
        for (int j = 0; j < columns; j++) {
          row[j] = Math.max(0, random.nextDouble() - 0.3);
        }
      }
      int[] best = Assignment.best(gain, columns);
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += best[i] < 0 ? 0 : gain[i][best[i]];
      }
      assertThat(Arrays.stream(best).filter(j -> j >= 0)).doesNotHaveDuplicates();
      assertThat(sum).isEqualTo(greatest(gain, 0, new boolean[columns]), within(1e-9));
    }
  }

  private static double greatest(double[][] gain, int row, boolean[] taken) {
    if (row == gain.length) {
      return 0;
    }
    double best = greatest(gain, row + 1, taken);
    for (int j = 0; j < taken.length; j++) {
      if (!taken[j]) {
        taken[j] = true;
        best = Math.max(best, gain[row][j] + greatest(gain, row + 1, taken));
        taken[j] = false;
      }
    }
    return best;
  }
}
