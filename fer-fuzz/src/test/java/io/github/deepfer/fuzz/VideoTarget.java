package io.github.deepfer.fuzz;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.ffmpeg.VideoReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A file gives frames within the limits, of times that go on, and ends or is a media error. */
final class VideoTarget implements Target {
  private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 1 << 20);

  /** So that an index of frames that are only claimed stays small beside the resident memory. */
  private static final long MAX_ALLOCATION = 64 << 20;

  /** What is read of a video that damage made endless. */
  private static final int MAX_FRAMES = 20;

  private final ScratchFile file = new ScratchFile();

  VideoTarget() throws IOException {
    VideoReader.limitAllocations(MAX_ALLOCATION);
  }

  @Override
  public void run(byte[] input) throws IOException {
    try (VideoReader reader = VideoReader.open(file.holding(input), LIMITS)) {
      long last = read(reader, -1);
      if (last >= 0) {
        reader.seek(Duration.ofNanos(last / 2));
        read(reader, -1);
      }
    } catch (MediaException | ImageTooLargeException e) {
      // What is documented.
    }
  }

  private static long read(VideoReader reader, long before) {
    long last = before;
    for (int i = 0; i < MAX_FRAMES; i++) {
      Frame frame = reader.next();
      if (frame == null) {
        return last;
      }
      if (frame.time().toNanos() <= last) {
        throw new AssertionError(frame + " after " + last + " ns");
      }
      if ((long) frame.image().width() * frame.image().height() > LIMITS.maxPixels()) {
        throw new AssertionError(frame + " exceeds the limits");
      }
      last = frame.time().toNanos();
    }
    return last;
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return Seeds.withExtension(List.of("mp4", "mkv", "webm", "mpg", "ts"));
  }

  @Override
  public void close() {
    file.close();
  }
}
