package io.github.deepfer.api.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Emotion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the emotions are told apart by all who look, and labels on their colours read. */
class EmotionColorsTest {
  /** In CIELAB (CIE 1976): about 2 can just be seen side by side; this far apart, also alone. */
  private static final double MIN_DIFFERENCE = 15;

  /** WCAG 2.2, 1.4.3, of the black text in labels. */
  private static final double MIN_CONTRAST = 4.5;

  private static final List<Emotion> SHOWN =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.NEUTRAL,
          Emotion.SAD,
          Emotion.SURPRISE);

  /**
   * How colours are seen, on linear RGB: Machado, Oliveira and Fernandes, A Physiologically-based
   * Model for Simulation of Color Vision Deficiency (2009), table 1, severity 1.
   */
  private enum Vision {
    USUAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
    PROTANOPIA(
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
        1.051998),
    DEUTERANOPIA(
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
    TRITANOPIA(
        1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
        0.303900);

    private final double[] matrix;

    Vision(double... matrix) {
      this.matrix = matrix;
    }

    double[] see(double[] rgb) {
      double[] seen = new double[3];
      for (int i = 0; i < 3; i++) {
        double sum =
            matrix[3 * i] * rgb[0] + matrix[3 * i + 1] * rgb[1] + matrix[3 * i + 2] * rgb[2];
        seen[i] = Math.max(0, Math.min(1, sum));
      }
      return seen;
    }
  }

  @ParameterizedTest
  @EnumSource(Vision.class)
  void noTwoEmotionsLookAlike(Vision vision) {
    for (Emotion one : SHOWN) {
      for (Emotion other : SHOWN) {
        if (one.compareTo(other) < 0) {
          assertThat(distance(lab(vision.see(linear(one))), lab(vision.see(linear(other)))))
              .as(one + " and " + other)
              .isGreaterThan(MIN_DIFFERENCE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Emotion.class)
  void blackTextReadsOnEach(Emotion emotion) {
    double luminance = xyz(linear(emotion))[1];
    assertThat((luminance + 0.05) / 0.05).isGreaterThan(MIN_CONTRAST);
  }

  /** IEC 61966-2-1. */
  private static double[] linear(Emotion emotion) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = (EmotionColors.rgb(emotion) >> (16 - 8 * i) & 0xFF) / 255.0;
      linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static double[] xyz(double[] rgb) {
    return new double[] {
      0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2],
      0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2],
      0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]
    };
  }

  /** For the white of D65. */
  private static double[] lab(double[] rgb) {
    double[] xyz = xyz(rgb);
    double x = root(xyz[0] / 0.95047);
    double y = root(xyz[1]);
    double z = root(xyz[2] / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }
}
