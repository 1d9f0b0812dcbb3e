package io.github.deepfer.opencv.draw;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one face was drawn on the frame before, so that letters do not change their size and labels
 * and bars not their place with every pixel by which a box differs. New for a single picture.
 */
final class Remembered {
  /** Letters stay as they are while those that would be right differ by less than this part. */
  private static final double STEADY_TEXT = 0.15;

  /** Bars that had no place appear where there has been one for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Where the bars are. */
  enum Side {
    RIGHT,
    LEFT,
    NOWHERE
  }

  private double textHeight;

  /** Which of the places of a label it had; -1 for none yet. */
  private int labelPlace = -1;

  private @Nullable Side bars;
  private @Nullable Duration placeSince;

  double textHeight(double wanted) {
    if (Math.abs(wanted - textHeight) > STEADY_TEXT * textHeight) {
      textHeight = wanted;
    }
    return textHeight;
  }

  int labelPlace() {
    return labelPlace;
  }

  void label(int place) {
    labelPlace = place;
  }

  boolean hasBars() {
    return bars != null && bars != Side.NOWHERE;
  }

  boolean hasBarsOn(Side side) {
    return bars == side;
  }

  /** Where the bars go that would fit on a side; from then on they are there. */
  Side bars(Side fitting, Duration time) {
    if (fitting == Side.NOWHERE || fitting == bars) {
      placeSince = null;
      bars = fitting;
    } else if (bars == null) {
      bars = fitting;
    } else {
      if (placeSince == null) {
        placeSince = time;
      }
      bars = time.minus(placeSince).compareTo(PATIENCE) >= 0 ? fitting : Side.NOWHERE;
    }
    return bars;
  }
}
