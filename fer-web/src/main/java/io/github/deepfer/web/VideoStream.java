package io.github.deepfer.web;

import io.github.deepfer.web.video.VideoJob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Sends what is found on a video while it is found: how it is with the video whenever that changes
 * and every few seconds, a line per frame, and how it ended. Holds no thread while there is nothing
 * to send or the reader is slow.
 */
final class VideoStream extends IteratingCallback {
  private static final int PIECE = 32 << 10;

  private final VideoJob job;
  private final Response response;
  private final Callback callback;
  private final Scheduler scheduler;
  private final Runnable listener = this::iterate;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private final AtomicBoolean due = new AtomicBoolean(true);
  private long offset;
  private boolean betweenLines = true;
  private boolean saidRunning;
  private boolean ended;

  VideoStream(VideoJob job, Response response, Callback callback, Scheduler scheduler) {
    this.job = job;
    this.response = response;
    this.callback = callback;
    this.scheduler = scheduler;
  }

  void start() {
    job.listen(listener);
    beat();
    iterate();
  }

  /** A connection on which nothing happens would be closed, and one that broke not be noticed. */
  private void beat() {
    scheduler.schedule(
        () -> {
          if (!isClosed() && !isFailed() && !isSucceeded()) {
            due.set(true);
            iterate();
            beat();
          }
        },
        Limits.HEARTBEAT.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  protected Action process() throws IOException {
    if (ended) {
      return Action.SUCCEEDED;
    }
    boolean over = job.isOver(); // asked first: nothing is added after that
    boolean caughtUp = offset >= job.resultBytes();
    if (over && caughtUp) {
      ended = true;
      return send(ByteBuffer.wrap(line(job.state())), true);
    }
    if (!over && betweenLines && (due.get() || job.isRunning() != saidRunning)) {
      due.set(false);
      saidRunning = job.isRunning();
      return send(ByteBuffer.wrap(line(job.state())), false);
    }
    if (caughtUp) {
      return Action.IDLE;
    }
    job.read(piece, offset);
    offset += piece.remaining();
    betweenLines = piece.get(piece.limit() - 1) == '\n';
    return send(piece, false);
  }

  private Action send(ByteBuffer bytes, boolean last) {
    response.write(last, bytes, this);
    return Action.SCHEDULED;
  }

  private static byte[] line(String json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void onCompleteSuccess() {
    job.leave(listener);
    callback.succeeded();
  }

  /** The reader is gone, or the video was forgotten. */
  @Override
  protected void onCompleteFailure(Throwable cause) {
    job.leave(listener);
    callback.failed(cause);
  }
}
