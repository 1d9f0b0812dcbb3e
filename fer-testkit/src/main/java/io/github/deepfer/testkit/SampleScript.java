package io.github.deepfer.testkit;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.testkit.SampleFilm.Cue;
import io.github.deepfer.testkit.SampleFilm.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The timetable of the {@link SampleFilm}. */
final class SampleScript {
  private static final double CHANGE = 0.6;
  private static final double WALK = 1.6;

  private SampleScript() {}

  private record Change(double at, Emotion to) {}

  /**
   * Where a face goes, in pixels and seconds.
   *
   * @param x left edge of the 48x48 face picture at rest
   * @param y its upper edge
   * @param side its width
   * @param sway how far it moves to either side
   * @param period of the sway
   * @param enters when it comes in, from beyond the right edge unless the film starts with it
   * @param leaves when it is gone
   * @param away the distance from its place to beyond the right edge
   */
  record Path(
      double x,
      double y,
      double side,
      double sway,
      double period,
      double enters,
      double leaves,
      double away) {
    SamplePerson.Place at(double seconds) {
      double phase = 2 * Math.PI * seconds / period;
      double size = side * (1 + 0.05 * Math.sin(0.7 * phase));
      double left = x + sway * Math.sin(phase) + away * absence(seconds);
      double top = y + 0.25 * sway * Math.sin(1.7 * phase);
      return new SamplePerson.Place(left, top, size);
    }

    private double absence(double seconds) {
      double in = (seconds - enters) / WALK;
      double out = (leaves - seconds) / WALK;
      double present = Math.max(0, Math.min(1, Math.min(in, out)));
      return away == 0 ? 0 : 1 - present * present * (3 - 2 * present);
    }
  }

  static List<Role> of(int width, int height) {
    double unit = Math.min(width / 640.0, height / 480.0);
    double center = width / 2.0;
    double top = height / 2.0;
    SamplePerson first =
        new SamplePerson(new int[] {0x4A, 0x32, 0x26}, new int[] {0x3D, 0x6B, 0x8C}, 0.35);
    SamplePerson second =
        new SamplePerson(new int[] {0x2B, 0x25, 0x22}, new int[] {0xA8, 0x56, 0x3F}, 0.6);
    SamplePerson third =
        new SamplePerson(new int[] {0x6B, 0x4A, 0x2C}, new int[] {0x2F, 0x6B, 0x6B}, 0.25);
    return List.of(
        new Role(
            first,
            cues(
                0,
                20,
                new Change(0, Emotion.NEUTRAL),
                new Change(2.5, Emotion.HAPPY),
                new Change(7, Emotion.SURPRISE),
                new Change(11, Emotion.HAPPY),
                new Change(15, Emotion.NEUTRAL)),
            new Path(center - 255 * unit, top - 100 * unit, 150 * unit, 14 * unit, 5, -1, 21, 0)),
        new Role(
            second,
            cues(
                0,
                20,
                new Change(0, Emotion.SURPRISE),
                new Change(4, Emotion.NEUTRAL),
                new Change(8.5, Emotion.ANGRY),
                new Change(13, Emotion.HAPPY),
                new Change(17, Emotion.SURPRISE)),
            new Path(center - 55 * unit, top - 70 * unit, 145 * unit, 12 * unit, 7, -1, 21, 0)),
        new Role(
            third,
            cues(
                7 + WALK,
                17 - WALK,
                new Change(7 + WALK, Emotion.HAPPY),
                new Change(12, Emotion.SAD)),
            new Path(
                center + 140 * unit,
                top - 110 * unit,
                140 * unit,
                8 * unit,
                4,
                7,
                17,
                width - center + 40 * unit)));
  }

  private static List<Cue> cues(double from, double to, Change... changes) {
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < changes.length; i++) {
      double start = i == 0 ? from : changes[i].at() + CHANGE / 2;
      double end = i == changes.length - 1 ? to : changes[i + 1].at() - CHANGE / 2;
      cues.add(new Cue(changes[i].to(), time(start), time(end)));
    }
    return cues;
  }

  private static Duration time(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }
}
