package io.github.deepfer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ConfusionChartTest {
  /** The upper left corners of the cells of two classes. */
  private static int corner(BufferedImage chart, int row, int column) {
    return chart.getRGB(150 + 92 * column + 3, 130 + 92 * row + 3) & 0xFFFFFF;
  }

  @Test
  void aCellIsTheDarkerTheLargerItsShareAndARowWithoutFacesIsNone() throws Exception {
    Map<Emotion, List<Long>> confusion = new EnumMap<>(Emotion.class);
    confusion.put(Emotion.ANGRY, List.of(3L, 1L));
    confusion.put(Emotion.SAD, List.of(0L, 0L));
    BufferedImage chart =
        ImageIO.read(
            new ByteArrayInputStream(ConfusionChart.png(confusion, "a title ".repeat(40))));
    assertThat(corner(chart, 0, 0)).isEqualTo(0x5374A9);
    assertThat(corner(chart, 0, 1)).isEqualTo(0xC6D1E2);
    // Neither white, as a share of 0 is, nor any other share.
    assertThat(corner(chart, 1, 0)).isEqualTo(0xF1F3F5).isEqualTo(corner(chart, 1, 1));
  }
}
