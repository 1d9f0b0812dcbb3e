package io.github.deepfer.api.support;

import io.github.deepfer.api.Emotion;

/**
 * The colour of each emotion in whatever shows them: annotated pictures, charts, the web page. They
 * are told apart by people who see colours otherwise, and black text reads on each.
 */
public final class EmotionColors {
  private EmotionColors() {}

  /**
   * A colour.
   *
   * @param emotion the emotion
   * @return 0xRRGGBB
   * @throws NullPointerException if it is null
   */
  public static int rgb(Emotion emotion) {
    return switch (emotion) {
      case ANGRY -> 0xE5383B;
      case DISGUST -> 0x0EA453;
      case FEAR -> 0x8A63F0;
      case HAPPY -> 0xFFC62E;
      case NEUTRAL -> 0xC3CCD5;
      case SAD -> 0x6E8ADD;
      case SURPRISE -> 0xF38027;
      case CONTEMPT -> 0xD64FA8;
    };
  }
}
