package io.github.deepfer.spark;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.report.table.TrackRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** What a task does with videos: the spans of its partition, one after the other, to rows. */
final class AnalyzeSpans implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  private final PipelineSettings settings;
  private final int detectEvery;
  private final SerializableConfiguration hadoop;
  private final @Nullable FaceMetrics metrics;

  AnalyzeSpans(
      PipelineSettings settings,
      int detectEvery,
      SerializableConfiguration hadoop,
      @Nullable FaceMetrics metrics) {
    this.settings = settings;
    this.detectEvery = detectEvery;
    this.hadoop = hadoop;
    this.metrics = metrics;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> spans) {
    Faces faces = new Faces(spans);
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              faces.close();
            });
    return faces;
  }

  private final class Faces implements Iterator<Row> {
    private final Iterator<Row> spans;
    private Iterator<Row> rows = Collections.emptyIterator();
    private @Nullable OpenSpan open;

    Faces(Iterator<Row> spans) {
      this.spans = spans;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && (open != null || spans.hasNext())) {
        OpenSpan span = open == null ? new OpenSpan(VideoSpan.of(spans.next())) : open;
        open = span;
        List<Row> next = span.next();
        if (next == null) {
          close();
        } else {
          rows = next.iterator();
        }
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }

    void close() {
      OpenSpan closed = open;
      open = null;
      if (closed != null) {
        closed.close();
      }
    }
  }

  /** A span that is read, frame by frame, with a tracker of its own. */
  private final class OpenSpan {
    private final VideoSpan span;
    private final VideoAnalyzer analyzer =
        VideoAnalyzer.builder(ExecutorPipelines.of(settings)).detectEvery(detectEvery).build();
    private @Nullable LocalVideo video;
    private boolean failed;

    OpenSpan(VideoSpan span) {
      this.span = span;
    }

    /** The rows of the next frame; null after the last. */
    @Nullable List<Row> next() {
      if (failed) {
        return null;
      }
      Frame frame;
      try {
        frame = read();
      } catch (IOException | MediaException | ImageException e) {
        return fail(e);
      }
      if (frame == null || span.endsBefore(frame.time())) {
        return null;
      }
      TrackedFrame found = analyzer.analyze(frame.image(), frame.time());
      if (metrics != null) {
        metrics.count(found);
      }
      return TrackRow.of(frame.index(), found).stream()
          .map(row -> VideoRows.of(span, row))
          .toList();
    }

    private @Nullable Frame read() throws IOException {
      if (video == null) {
        video = LocalVideo.open(span.video(), hadoop.value());
        if (!span.start().isZero()) {
          video.reader().seek(span.start());
        }
      }
      return video.reader().next();
    }

    private List<Row> fail(Exception failure) {
      if (TaskContext.get().isInterrupted() || Thread.currentThread().isInterrupted()) {
        throw new CancellationException("the task was ended, which says nothing of the video");
      }
      if (metrics != null) {
        metrics.countError();
      }
      failed = true;
      return List.of(VideoRows.ofError(span, FaceRows.reason(failure)));
    }

    void close() {
      try {
        if (video != null) {
          video.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
