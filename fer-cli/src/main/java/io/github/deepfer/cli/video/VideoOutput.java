package io.github.deepfer.cli.video;

import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.ffmpeg.VideoReader;
import io.github.deepfer.ffmpeg.VideoWriter;
import io.github.deepfer.opencv.draw.VideoOverlay;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.table.TrackTable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file that grows with the frames of a video. */
interface VideoOutput extends Closeable {
  void add(Frame frame, TrackedFrame tracked) throws IOException;

  static VideoOutput rows(TrackTable table) {
    return new VideoOutput() {
      @Override
      public void add(Frame frame, TrackedFrame tracked) throws IOException {
        table.add(frame.index(), tracked);
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
      public void add(Frame frame, TrackedFrame tracked) throws IOException {
        String time = Wording.clock(frame.time().toNanos() / 1e9);
        try {
          writer.write(overlay.draw(frame.image(), tracked, time), frame.time());
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
