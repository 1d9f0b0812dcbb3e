package io.github.deepfer.cli.video;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.ffmpeg.VideoReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that choose the frames of a video. */
final class PartChoice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--start",
      paramLabel = "T",
      converter = Time.class,
      description = "Leave out what is before, in seconds, m:ss or h:mm:ss.")
  private Duration start = Duration.ZERO;

  @Option(
      names = "--end",
      paramLabel = "T",
      converter = Time.class,
      description = "Leave out what is then or after.")
  private @Nullable Duration end;

  @Option(
      names = "--every",
      paramLabel = "S",
      converter = Time.class,
      description = "Analyze one frame in so many seconds only (default: all frames).")
  private Duration every = Duration.ZERO;

  /** Seconds, or minutes and hours before them. */
  static final class Time implements ITypeConverter<Duration> {
    private static final Pattern FORM =
        Pattern.compile("(?:(?:(\\d{1,6}):)?(\\d{1,6}):)?(\\d{1,9}(?:\\.\\d{1,9})?)s?");

    @Override
    public Duration convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException(
            "must be seconds, m:ss or h:mm:ss, such as 90.5 or 1:30, got '" + value + "'");
      }
      return Duration.ofHours(number(form.group(1)))
          .plusMinutes(number(form.group(2)))
          .plusNanos(Math.round(Double.parseDouble(form.group(3)) * 1e9));
    }

    private static long number(@Nullable String digits) {
      return digits == null ? 0 : Long.parseLong(digits);
    }
  }

  /**
   * Refuses a part without a frame.
   *
   * @throws ParameterException if the end is not after the start
   */
  void check() {
    if (end != null && end.compareTo(start) <= 0) {
      throw new ParameterException(
          command.commandLine(),
          "--end: must be after --start, got " + seconds(end) + " and " + seconds(start));
    }
  }

  private static String seconds(Duration time) {
    return time.toNanos() / 1e9 + " s";
  }

  /**
   * Goes to the start, if one was chosen.
   *
   * @return the frame there; null if the video is at its start
   * @throws FerException if the start cannot be reached, or no frame is in the part
   */
  @Nullable Frame first(Path file, VideoReader video) {
    if (start.isZero()) {
      return null;
    }
    video.seek(start);
    Frame first = video.next();
    if (first == null || isOver(first.time())) {
      throw new MediaException(noFrame(file, video));
    }
    return first;
  }

  /** Why there is no frame. */
  String noFrame(Path file, VideoReader video) {
    return file
        + " has no frame"
        + (start.isZero() ? "" : " from " + seconds(start) + " on")
        + (end == null ? "" : " before " + seconds(end))
        + video.duration().map(length -> "; it is " + seconds(length) + " long").orElse("");
  }

  /**
   * The frames that are wanted of a video, which stays open.
   *
   * @param begun what {@link #first} gave, after which the video is
   * @param done those that a run before had; null for none
   * @throws FerException if the start cannot be reached
   */
  FrameSource of(VideoReader video, @Nullable Frame begun, Journal.@Nullable Span done) {
    if (done != null) {
      video.seek(done.last().plusNanos(1));
    } else if (begun == null && !start.isZero()) {
      video.seek(start);
    }
    return new FrameSource() {
      private @Nullable Frame ahead = begun;
      private @Nullable Duration first = done == null ? null : done.first();
      private Duration due = done == null ? Duration.ZERO : after(done.first(), done.last());

      @Override
      public @Nullable Frame next() {
        Frame frame = read();
        while (frame != null && !isOver(frame.time()) && !wants(frame.time())) {
          frame = read();
        }
        return frame == null || isOver(frame.time()) ? null : frame;
      }

      private @Nullable Frame read() {
        Frame frame = ahead;
        ahead = null;
        return frame == null ? video.next() : frame;
      }

      private boolean wants(Duration time) {
        if (first == null) {
          first = time;
          due = time;
        }
        if (time.compareTo(due) < 0) {
          return false;
        }
        due = after(first, time);
        return true;
      }

      @Override
      public void close() {}
    };
  }

  /**
   * When the next frame is wanted: on the grid of the first, so that a late frame does not make all
   * after it late.
   */
  private Duration after(Duration first, Duration time) {
    return every.isZero()
        ? time
        : first.plus(every.multipliedBy(time.minus(first).dividedBy(every) + 1));
  }

  /** Whether no frame from here on is wanted. */
  private boolean isOver(Duration time) {
    return end != null && time.compareTo(end) >= 0;
  }
}
