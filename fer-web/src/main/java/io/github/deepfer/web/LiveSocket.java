package io.github.deepfer.web;

import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.report.json.AnalysisJson;
import io.github.deepfer.report.json.JsonWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera: each binary message is a picture file, each answer a JSON text. At most one frame is
 * with a worker; of those that come meanwhile only the newest is kept. Public because Jetty calls
 * it by reflection; of no use to others.
 */
public final class LiveSocket implements Session.Listener.AutoDemanding {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

  private final VideoAnalyzer analyzer;
  private final long opened = System.nanoTime();
  private final Limits limits;
  private final PictureMemory memory;
  private final Workers workers;
  private final Metrics metrics;
  private final Supplier<Runnable> arrival;
  private final AtomicReference<byte @Nullable []> newest = new AtomicReference<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile Runnable departure = () -> {};

  /** {@code arrival} counts the connection when it opens, and gives what ends that. */
  LiveSocket(
      Pipeline pipeline,
      Limits limits,
      PictureMemory memory,
      Workers workers,
      Metrics metrics,
      Supplier<Runnable> arrival) {
    this.memory = memory;
    this.arrival = arrival;
    analyzer = VideoAnalyzer.builder(pipeline).build();
    this.limits = limits;
    this.workers = workers;
    this.metrics = metrics;
  }

  @Override
  public void onWebSocketOpen(Session connection) {
    session = connection;
    metrics.liveSessions.incrementAndGet();
    departure = arrival.get();
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    session = null;
    newest.set(null);
    metrics.liveSessions.decrementAndGet();
    departure.run();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("a live connection broke", cause);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    byte[] frame = new byte[payload.remaining()];
    payload.get(frame);
    callback.succeed();
    if (newest.getAndSet(frame) != null) {
      metrics.liveFramesDropped.increment();
    }
    schedule();
  }

  private void schedule() {
    if (running.compareAndSet(false, true) && !workers.offer(this::work)) {
      // In this order, or a frame that comes in between would wait for the next one to come.
      running.set(false);
      if (newest.getAndSet(null) != null) {
        metrics.liveFramesDropped.increment();
        // The frame is lost, but the browser waits for an answer before it sends the next.
        send(JsonWriter.text(json -> json.field("busy", true)));
      }
    }
  }

  private void work() {
    try {
      byte[] frame = newest.getAndSet(null);
      if (frame != null) {
        send(answer(frame));
      }
    } finally {
      running.set(false);
    }
    if (newest.get() != null) {
      schedule();
    }
  }

  private record Answered(int width, int height, TrackedFrame frame) {}

  private String answer(byte[] frame) {
    try {
      long start = System.nanoTime();
      Duration time = Duration.ofNanos(start - opened);
      Answered answered =
          memory.use(
              frame,
              image -> new Answered(image.width(), image.height(), analyzer.analyze(image, time)));
      TrackedFrame tracked = answered.frame;
      long nanos = System.nanoTime() - start;
      metrics.liveFrames.increment();
      return JsonWriter.text(
          json -> {
            json.field("width", answered.width);
            json.field("height", answered.height);
            json.startArray("faces");
            for (TrackedFace tracking : tracked.faces()) {
              json.startObject();
              AnalysisJson.write(json, tracking);
              json.endObject();
            }
            json.endArray();
            json.field("milliseconds", nanos / 1e6);
          });
    } catch (ImageException e) {
      return error(Problem.of(e, limits).detail());
    } catch (PictureMemory.Refused e) {
      return error(e.problem().detail());
    } catch (RuntimeException | Error e) {
      // Whatever it was: the browser waits for an answer.
      LOG.error("a live frame failed", e);
      return error(Problem.internal().detail());
    }
  }

  private static String error(String sentence) {
    return JsonWriter.text(json -> json.field("error", sentence));
  }

  private void send(String json) {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.sendText(json, Callback.NOOP);
    }
  }
}
