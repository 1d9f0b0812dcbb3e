package io.github.deepfer.cli.video;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.opencv.draw.VideoOverlay;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.table.TrackTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** A file that grows with the frames of a video. */
interface VideoOutput extends Closeable {
  void add(FrameResult frame) throws IOException;

  static VideoOutput rows(TrackTable table) {
    return new VideoOutput() {
      @Override
      public void add(FrameResult frame) throws IOException {
        table.add(frame.index(), frame.tracked());
      }

      @Override
      public void close() throws IOException {
        table.close();
      }
    };
  }

  static VideoOutput annotated(Path file, VideoReader reader) throws IOException {
    if (Math.min(reader.width(), reader.height()) < VideoWriter.MIN_SIDE) {
      throw new IOException(
          "frames of "
              + (reader.width() + "x" + reader.height())
              + " pixels are too small for an mp4; leave out --out");
    }
    VideoWriter writer =
        VideoWriter.open(file, reader.width(), reader.height(), reader.frameRate());
    VideoOverlay overlay = new VideoOverlay();
    return new VideoOutput() {
      @Override
      public void add(FrameResult frame) throws IOException {
        Image image = Objects.requireNonNull(frame.image(), "frames of a run before have none");
        Duration at = frame.tracked().time();
        String time = Wording.clock(at.toNanos() / 1e9);
        try {
          writer.write(overlay.draw(image, frame.tracked(), time), at);
        } catch (MediaException e) {
          throw new MediaException(e.getMessage() + "; it is cut short at " + time, e);
        }
      }

      @Override
      public void close() {
        writer.close();
      }
    };
  }
}
