package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn for one face.
 *
 * @param box where it is
 * @param emotion what gives the colour
 * @param text the label
 * @param bars what the bars show, or null for none
 * @param before how it was drawn on the frame before
 */
record Mark(
    Box box, Emotion emotion, String text, @Nullable EmotionProbabilities bars, Remembered before) {
  static String text(Emotion emotion, float probability) {
    return emotion.label() + " " + Math.round(probability * 100) + " %";
  }
}
