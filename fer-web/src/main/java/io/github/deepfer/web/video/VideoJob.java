package io.github.deepfer.web.video;

import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.report.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A video from the first byte of its upload until it is forgotten. Its file is deleted once it is
 * analyzed, what was found on it when it is forgotten. Thread-safe.
 */
public final class VideoJob {
  private static final Logger LOG = LoggerFactory.getLogger(VideoJob.class);

  private enum Stage {
    COMING,
    WAITING,
    OPENING,
    RUNNING,
    OVER
  }

  private final String id;
  private final String visitor;
  private final long bytes;
  private final AtomicLong received = new AtomicLong();
  private final long admitted = System.nanoTime();
  private final Path file;
  private final FileChannel upload;
  private final Results results;
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

  private Stage stage = Stage.COMING;
  private @Nullable FrameSource source;
  private Optional<Duration> duration = Optional.empty();
  private long frames;
  private Duration time = Duration.ZERO;
  private String last = "";
  private @Nullable String cancelled;
  private boolean forgotten;
  private long asked = System.nanoTime();

  VideoJob(String id, String visitor, long bytes, Path file, Path results) throws IOException {
    this.id = id;
    this.visitor = visitor;
    this.bytes = bytes;
    this.file = file;
    this.results = new Results(results);
    try {
      upload = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      this.results.delete();
      throw e;
    }
  }

  /** What it is asked for by: a secret, since whoever has it may see what was found. */
  public String id() {
    return id;
  }

  String visitor() {
    return visitor;
  }

  Path file() {
    return file;
  }

  /**
   * Adds a piece to the file.
   *
   * @throws IOException if there is no room, or the video was forgotten meanwhile
   */
  public void take(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      received.addAndGet(upload.write(piece));
    }
  }

  /** Ends the upload; false if it was cancelled meanwhile. */
  synchronized boolean arrived() throws IOException {
    upload.close();
    if (cancelled == null) {
      stage = Stage.WAITING;
    }
    return cancelled == null;
  }

  /** Whether all of its file is here. */
  public synchronized boolean hasArrived() {
    return stage != Stage.COMING;
  }

  /** Whether the file may be opened. */
  synchronized boolean begin() {
    if (stage != Stage.WAITING) {
      return false;
    }
    stage = Stage.OPENING;
    return true;
  }

  /** Says what is being read, so that it can be stopped; false if it already should be. */
  boolean reads(FrameSource from) {
    synchronized (this) {
      if (cancelled != null) {
        return false;
      }
      source = from;
      duration = from.duration();
      stage = Stage.RUNNING;
    }
    changed();
    return true;
  }

  /** What it may still write to the disk. */
  synchronized long owedBytes(VideoLimits limits) {
    if (stage == Stage.OVER) {
      return 0;
    }
    long video = stage == Stage.COMING ? Math.max(0, bytes - received.get()) : 0;
    return video + Math.max(0, limits.maxBytes() - results.length());
  }

  /** Whether it ended before anything was found, and nobody is told of it any more. */
  synchronized boolean isOverWithNothing() {
    return stage == Stage.OVER && frames == 0 && listeners.isEmpty();
  }

  synchronized boolean isCancelled() {
    return cancelled != null;
  }

  /** Adds what was found on a frame; false if no more is wanted. */
  boolean add(String line, Duration at) throws IOException {
    results.append(line);
    boolean goOn;
    synchronized (this) {
      frames++;
      time = at;
      goOn = cancelled == null;
    }
    changed();
    return goOn;
  }

  /** The length of what can be {@linkplain #read read}. */
  public long resultBytes() {
    return results.length();
  }

  /**
   * Ends the analysis.
   *
   * @param error why not all of the video was analyzed, or null
   * @param summary what was found on the frames before
   */
  void finish(@Nullable String error, JsonWriter.Fields summary) {
    synchronized (this) {
      String why = cancelled == null ? error : cancelled;
      last =
          JsonWriter.text(
              json -> {
                json.field("state", why == null ? "done" : "failed");
                if (why != null) {
                  json.field("error", why);
                }
                summary.write(json);
              });
      over();
    }
    changed();
  }

  /** Stops what is under way; what was found so far can be read until the video is forgotten. */
  void cancel(String why) {
    FrameSource reading;
    synchronized (this) {
      if (cancelled != null || stage == Stage.OVER) {
        return;
      }
      cancelled = why;
      reading = source;
      if (stage != Stage.OPENING && stage != Stage.RUNNING) {
        last =
            JsonWriter.text(
                json -> {
                  json.field("state", "failed");
                  json.field("error", why);
                });
        over();
      }
    }
    changed();
    if (reading != null) {
      reading.close();
    }
  }

  /** Deletes what there is of it, now or once it is no longer being read. */
  void forget() {
    synchronized (this) {
      forgotten = true;
    }
    cancel("The video was cancelled.");
    synchronized (this) {
      if (stage == Stage.OVER) {
        delete(results::delete);
      }
    }
  }

  private void over() {
    stage = Stage.OVER;
    source = null;
    delete(upload::close);
    delete(() -> Files.deleteIfExists(file));
    if (forgotten) {
      delete(results::delete);
    }
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private static void delete(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException e) {
      LOG.warn("a video's file could not be deleted, and is when the process ends: {}", e + "");
    }
  }

  /** How it is with the video: a JSON object, whose {@code state} comes first. */
  public synchronized String state() {
    return switch (stage) {
      case COMING, WAITING, OPENING -> JsonWriter.text(json -> json.field("state", "waiting"));
      case RUNNING ->
          JsonWriter.text(
              json -> {
                json.field("state", "running");
                json.field("frames", frames);
                json.field("seconds", time.toNanos() / 1e9);
                if (duration.isPresent()) {
                  json.field("duration", duration.get().toNanos() / 1e9);
                }
              });
      case OVER -> last;
    };
  }

  /** Whether the analysis has begun. */
  public synchronized boolean isRunning() {
    return stage == Stage.RUNNING;
  }

  /** Whether nothing will be added to what was found. */
  public synchronized boolean isOver() {
    return stage == Stage.OVER;
  }

  /**
   * Reads what was found, a JSON object and a line break per frame.
   *
   * @param to filled from its start on, as far as there is more
   * @param from how many bytes were read already
   * @throws IOException if it was forgotten meanwhile
   */
  public void read(ByteBuffer to, long from) throws IOException {
    results.read(to.clear(), from);
    to.flip();
  }

  /** Has somebody told of each change, on the thread that makes it, until {@link #leave}. */
  public void listen(Runnable listener) {
    touch();
    listeners.add(listener);
  }

  /** Ends what {@link #listen} began. */
  public void leave(Runnable listener) {
    touch();
    listeners.remove(listener);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Somebody asked about it. */
  synchronized void touch() {
    asked = System.nanoTime();
  }

  /** Whether it is kept in vain. */
  synchronized boolean isStale(VideoLimits limits) {
    long now = System.nanoTime();
    boolean left =
        stage != Stage.COMING && listeners.isEmpty() && now - asked > limits.lease().toNanos();
    return left || now - admitted > limits.lifetime().toNanos();
  }
}
