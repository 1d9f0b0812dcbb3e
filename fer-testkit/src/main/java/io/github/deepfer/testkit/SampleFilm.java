package io.github.deepfer.testkit;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A film of which it is known who is where and shows which emotion when: two people who stay and
 * one who comes and goes, with the faces of {@link Scenes#faces()}. It is drawn anew for each call
 * and is the same on every machine. Immutable and thread-safe.
 */
public final class SampleFilm {
  /** Frames per second. */
  public static final int FRAME_RATE = 25;

  private static final Duration DURATION = Duration.ofSeconds(20);
  private static final int[] TOP = {0xF1, 0xE9, 0xDC};
  private static final int[] BOTTOM = {0xB9, 0xA8, 0x8E};

  private final int width;
  private final int height;
  private final List<Role> script;

  private SampleFilm(int width, int height) {
    this.width = width;
    this.height = height;
    this.script = SampleScript.of(width, height);
  }

  /**
   * The film in a given size.
   *
   * @param width width in pixels, at least 320
   * @param height height in pixels, at least 240
   * @return the film
   * @throws IllegalArgumentException if a size is too small for faces to be found
   */
  public static SampleFilm of(int width, int height) {
    if (width < 320 || height < 240) {
      throw new IllegalArgumentException(
          "the film needs at least 320x240 pixels, got " + width + "x" + height);
    }
    return new SampleFilm(width, height);
  }

  /**
   * The width.
   *
   * @return pixels per row
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return rows
   */
  public int height() {
    return height;
  }

  /**
   * How long the film is.
   *
   * @return 20 seconds
   */
  public Duration duration() {
    return DURATION;
  }

  /**
   * Who is where and shows which emotion when.
   *
   * @return the people in the order in which they come, those behind first
   */
  public List<Role> script() {
    return script;
  }

  /**
   * Draws a frame.
   *
   * @param time time since the film's start; outside the film its nearest frame stands still
   * @return the picture, RGB
   */
  public Image frameAt(Duration time) {
    double seconds = seconds(time);
    byte[] pixels = backdrop();
    for (Role role : script) {
      if (role.onStage(seconds)) {
        role.person().draw(pixels, width, height, role.placeAt(seconds), role.faceAt(seconds));
      }
    }
    return Image.wrap(pixels, width, height, PixelFormat.RGB);
  }

  /**
   * Writes the film as uncompressed YUV4MPEG2 (4:2:0, BT.601), which FFmpeg plays and Chromium
   * takes as a camera ({@code --use-file-for-fake-video-capture}).
   *
   * @param out where it goes; not closed
   * @param length how much of the film, from its start
   * @throws IOException if it cannot be written
   */
  public void writeY4m(OutputStream out, Duration length) throws IOException {
    Y4m.write(this, out, (int) (length.toMillis() * FRAME_RATE / 1000));
  }

  private byte[] backdrop() {
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      double share = (y + 0.5) / height;
      for (int c = 0; c < 3; c++) {
        byte value = (byte) Math.round(TOP[c] + share * (BOTTOM[c] - TOP[c]));
        for (int i = y * width * 3 + c; i < (y + 1) * width * 3; i += 3) {
          pixels[i] = value;
        }
      }
    }
    return pixels;
  }

  private static double seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return Math.max(0, Math.min(DURATION.toNanos() / 1e9, seconds));
  }

  /**
   * A time in which a face shows one emotion. Before the next cue starts, the face changes.
   *
   * @param emotion what it shows
   * @param start when it has come to show it, since the film's start
   * @param end when it begins to change or has begun to leave
   */
  public record Cue(Emotion emotion, Duration start, Duration end) {}

  /** What one person does. Immutable. */
  public static final class Role {
    private final SamplePerson person;
    private final List<Cue> cues;
    private final SampleScript.Path path;

    Role(SamplePerson person, List<Cue> cues, SampleScript.Path path) {
      this.person = person;
      this.cues = List.copyOf(cues);
      this.path = path;
    }

    /**
     * The emotions.
     *
     * @return the steady times in order; no two of a row show the same emotion
     */
    public List<Cue> cues() {
      return cues;
    }

    /**
     * Where the face is.
     *
     * @param time time since the film's start
     * @return the box framed as in FER2013, which may reach beyond the frame while the person comes
     *     or goes; empty when the person is away
     */
    public Optional<Box> boxAt(Duration time) {
      double seconds = seconds(time);
      return onStage(seconds) ? Optional.of(placeAt(seconds).box()) : Optional.empty();
    }

    boolean onStage(double seconds) {
      return seconds >= path.enters() && seconds <= path.leaves();
    }

    SamplePerson person() {
      return person;
    }

    SamplePerson.Place placeAt(double seconds) {
      return path.at(seconds);
    }

    SampleFaces.Blend faceAt(double seconds) {
      Cue shown = cues.get(0);
      for (Cue next : cues.subList(1, cues.size())) {
        double end = SampleFilm.seconds(shown.end());
        double start = SampleFilm.seconds(next.start());
        if (seconds < start) {
          double share = Math.max(0, (seconds - end) / (start - end));
          return new SampleFaces.Blend(shown.emotion(), next.emotion(), share);
        }
        shown = next;
      }
      return new SampleFaces.Blend(shown.emotion(), shown.emotion(), 0);
    }
  }
}
