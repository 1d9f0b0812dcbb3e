package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;

/** The colour of each emotion in charts, the same as in annotated pictures. */
public final class EmotionColors {
  private EmotionColors() {}

  /**
   * A colour.
   *
   * @param emotion the emotion, not null
   * @return 0xRRGGBB
   */
  public static int rgb(Emotion emotion) {
    return switch (emotion) {
      case ANGRY -> 0xE5383B;
      case DISGUST -> 0x4FA845;
      case FEAR -> 0x8A63F0;
      case HAPPY -> 0xFFC62E;
      case NEUTRAL -> 0xC3CCD5;
      case SAD -> 0x2F80ED;
      case SURPRISE -> 0xFF8A3D;
      case CONTEMPT -> 0xD64FA8;
    };
  }
}
