package io.github.deepfer.api.video;

import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.internal.work.InOrder;
import io.github.deepfer.api.internal.work.Workers;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a source with what was found on each, in their order, as they come. Used by one
 * thread; {@link #close()} may be called from any other, at any time. {@link
 * VideoAnalyzer#analyze(FrameSource, int)} starts it.
 */
public final class AnalyzedFrames implements Iterator<AnalyzedFrame>, AutoCloseable {
  private record Searched(Frame frame, @Nullable List<DetectedFace> found) {}

  private record Tracked(Frame frame, Located located) {}

  private record Classified(Frame frame, Located located, List<Face> faces) {}

  private final VideoAnalyzer analyzer;
  private final Workers workers;
  private final ReadAhead reading;
  private final InOrder<Tracked, Classified> classified;
  private volatile boolean closed;

  AnalyzedFrames(VideoAnalyzer analyzer, FrameSource source, int threads) {
    this.analyzer = analyzer;
    workers = new Workers("fer-video", threads);
    reading = new ReadAhead(source);
    // One more than there are threads, so that each finds work while the caller is busy.
    int ahead = threads + 1;
    Iterator<Searched> searched = new InOrder<>(reading, this::search, workers, ahead);
    classified = new InOrder<>(tracked(searched), this::classify, workers, ahead);
  }

  private Searched search(Frame frame) {
    return new Searched(frame, analyzer.detectAhead(frame.image()));
  }

  /** Follows the faces from frame to frame, on the thread that takes the results. */
  private Iterator<Tracked> tracked(Iterator<Searched> frames) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return frames.hasNext();
      }

      @Override
      public Tracked next() {
        Searched next = frames.next();
        Frame frame = next.frame();
        List<DetectedFace> found = next.found();
        return new Tracked(
            frame,
            found == null
                ? analyzer.locate(frame.image(), frame.time())
                : analyzer.locate(frame.image(), frame.time(), () -> found));
      }
    };
  }

  private Classified classify(Tracked next) {
    Located located = next.located();
    List<Face> faces = analyzer.emotions(next.frame().image(), located);
    return new Classified(next.frame(), located, faces);
  }

  /**
   * Whether there is another frame; waits until it was read.
   *
   * @return false at the end of the source, and after {@link #close()}
   * @throws RuntimeException what the source or a backend threw, after the frames before
   * @throws CancellationException if the thread is interrupted, which it still is then
   */
  @Override
  public boolean hasNext() {
    return !closed && classified.hasNext();
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame, with what was found on it
   * @throws NoSuchElementException if there is none
   * @throws RuntimeException as {@link #hasNext()}
   * @throws CancellationException as {@link #hasNext()}, and if it is closed meanwhile
   */
  @Override
  public AnalyzedFrame next() {
    if (closed) {
      throw new NoSuchElementException("the frames are closed");
    }
    Classified next = classified.next();
    Located located = next.located();
    return new AnalyzedFrame(
        next.frame(), located.detected(), analyzer.smooth(located, next.faces()));
  }

  /**
   * Stops reading, waits for the frames that are worked on, and ends the threads; the source stays
   * open. A second call does nothing.
   */
  @Override
  public void close() {
    closed = true;
    reading.close();
    workers.close();
  }
}
