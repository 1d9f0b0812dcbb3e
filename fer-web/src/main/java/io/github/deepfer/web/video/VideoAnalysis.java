package io.github.deepfer.web.video;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.TimelineJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One video, read and analyzed frame by frame on one thread: as much memory as for one picture. */
record VideoAnalysis(
    VideoJob job,
    Pipeline pipeline,
    BiFunction<? super Path, ? super ImageLimits, ? extends FrameSource> opener,
    VideoLimits limits)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(VideoAnalysis.class);

  @Override
  public void run() {
    if (!job.begin()) {
      return;
    }
    Timeline timeline = new Timeline();
    String error;
    try (FrameSource source = opener.apply(job.file(), limits.frame())) {
      error = job.reads(source) ? follow(source, timeline) : null;
    } catch (FerException e) {
      error = words(e);
    } catch (IOException e) {
      LOG.warn("what was found on a video could not be kept: {}", e.getMessage());
      error = "The server has no room for more of what was found.";
    } catch (OutOfMemoryError e) {
      LOG.warn("a video did not fit into memory: {}", e.getMessage());
      error = "The video does not fit into the memory of this server; send a smaller one.";
    } catch (RuntimeException | Error e) {
      error = "Something failed on the server; its log tells why.";
      if (!job.isCancelled()) { // else it is the reader, which was closed
        LOG.error("a video failed", e);
      }
    }
    job.finish(
        error,
        json -> {
          if (timeline.frames() > 0) {
            TimelineJson.write(json, timeline);
          }
        });
  }

  /** Why it stops before the end, or null. */
  private @Nullable String follow(FrameSource source, Timeline timeline) throws IOException {
    Duration duration = source.duration().orElse(Duration.ZERO);
    if (duration.compareTo(limits.maxDuration()) > 0) {
      return "The video lasts "
          + clock(duration)
          + "; this server takes up to "
          + clock(limits.maxDuration())
          + ". Send a part of it.";
    }
    VideoAnalyzer analyzer = VideoAnalyzer.builder(pipeline).build();
    for (Frame frame = source.next(); frame != null; frame = source.next()) {
      if (frame.time().compareTo(limits.maxDuration()) > 0
          || frame.index() >= limits.maxFrames()
          || job.resultBytes() > limits.maxBytes()) {
        return "The video goes on, but this server takes no more of it.";
      }
      TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
      timeline.add(found);
      if (!job.add(line(frame, found), frame.time())) {
        return null;
      }
    }
    return null;
  }

  private static String line(Frame frame, TrackedFrame found) {
    return JsonWriter.text(
        json -> {
          json.field("frame", frame.index());
          json.field("time", frame.time().toNanos() / 1e9);
          json.field("width", frame.image().width());
          json.field("height", frame.image().height());
          json.startArray("faces");
          for (TrackedFace face : found.faces()) {
            json.startObject();
            AnalysisJson.write(json, face);
            AnalysisJson.write(json, "raw", face.face().probabilities());
            json.endObject();
          }
          json.endArray();
        });
  }

  /** The library names the file, which is the server's, and options that visitors do not have. */
  private String words(FerException e) {
    if (e instanceof ImageTooLargeException) {
      return "The video has more than "
          + limits.frame().maxPixels()
          + " pixels a frame, the limit of this server; send a smaller one.";
    }
    if (e instanceof ProviderException) {
      LOG.error("videos cannot be read", e);
      return "This server cannot read videos; its log tells why.";
    }
    return String.valueOf(e.getMessage()).replace(job.file().toString(), "The video") + ".";
  }

  private static String clock(Duration time) {
    return Wording.clock(time.toNanos() / 1e9);
  }
}
