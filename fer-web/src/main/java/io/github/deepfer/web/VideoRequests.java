package io.github.deepfer.web;

import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.web.video.VideoJob;
import io.github.deepfer.web.video.VideoJobs;
import io.github.deepfer.web.video.VideoLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/videos}: a video is taken in without holding a thread while its sender is slow,
 * analyzed in the background, and what is found on it sent line by line to who knows its id.
 */
final class VideoRequests {
  private static final Logger LOG = LoggerFactory.getLogger(VideoRequests.class);
  private static final String ROOT = "/api/videos";
  private static final String FRAMES = "/frames";

  private final VideoJobs jobs;
  private final HeaderDeadline headers;
  private final Visitors visitors;
  private final Set<Exchange> uploads = ConcurrentHashMap.newKeySet();

  VideoRequests(VideoJobs jobs, HeaderDeadline headers, Visitors visitors) {
    this.jobs = jobs;
    this.headers = headers;
    this.visitors = visitors;
  }

  static boolean serves(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  /** A path for the log. */
  static String withoutId(String path) {
    return path.startsWith(ROOT + "/") ? path.replaceFirst("(?<=" + ROOT + "/)[^/]+", "*") : path;
  }

  VideoLimits limits() {
    return jobs.limits();
  }

  int count() {
    return jobs.count();
  }

  /** On a thread that may wait for the disk. */
  void handle(String path, Exchange exchange, Response response) {
    Runnable routing =
        () -> {
          try {
            route(path, exchange, response);
          } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            exchange.answer(Problem.internal());
          }
        };
    exchange.request().getComponents().getExecutor().execute(routing);
  }

  private void route(String path, Exchange exchange, Response response) {
    if (path.equals(ROOT)) {
      if (exchange.allows("POST")) {
        upload(exchange, response);
      }
      return;
    }
    String rest = path.substring(ROOT.length() + 1);
    boolean frames = rest.endsWith(FRAMES);
    String id = frames ? rest.substring(0, rest.length() - FRAMES.length()) : rest;
    Optional<VideoJob> job = jobs.find(id);
    if (job.isEmpty()) {
      exchange.refuse(Problem.noSuchVideo());
    } else if (frames) {
      if (exchange.allows("GET")) {
        stream(exchange, job.get());
      }
    } else if (exchange.allows("GET", "HEAD", "DELETE")) {
      if (exchange.request().getMethod().equals("DELETE")) {
        jobs.forget(job.get());
        exchange.answerWithoutContent();
      } else {
        exchange.answer(job.get().state());
      }
    }
  }

  private void upload(Exchange exchange, Response response) {
    Request request = exchange.request();
    String given = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String type = given == null ? "" : given.toLowerCase(Locale.ROOT);
    if (!type.isEmpty()
        && !type.startsWith("video/")
        && !type.startsWith("application/octet-stream")) {
      exchange.refuse(Problem.unsupportedVideoType(type));
      return;
    }
    if (request.getLength() > limits().maxBytes()) {
      exchange.refuse(Problem.videoTooLarge(limits().maxBytes()));
      return;
    }
    Connection connection = request.getConnectionMetaData().getConnection();
    Optional<VideoJob> job;
    try {
      job = jobs.admit(visitors.visitor(connection.getEndPoint()), request.getLength());
    } catch (IOException e) {
      LOG.warn("a video was refused: {}", e.getMessage());
      exchange.refuse(Problem.noRoom());
      return;
    }
    if (job.isEmpty()) {
      exchange.refuse(Problem.tooManyVideos());
    } else {
      headers.renew(connection, Limits.VIDEO_UPLOAD);
      receive(exchange, response, job.get());
    }
  }

  private void receive(Exchange exchange, Response response, VideoJob job) {
    uploads.add(exchange);
    Request.addCompletionListener(
        exchange.request(),
        failure -> {
          uploads.remove(exchange);
          if (!job.hasArrived()) {
            jobs.forget(job);
          }
        });
    exchange.deadline(Limits.VIDEO_UPLOAD, () -> Problem.tooSlow(Limits.VIDEO_UPLOAD.toSeconds()));
    Incoming incoming = new Incoming(exchange, job);
    exchange.read(
        limits().maxBytes() + exchange.patience(),
        piece -> incoming.take(piece.remaining(), () -> job.take(piece)),
        whole -> {
          if (!whole) {
            incoming.refuse(
                incoming.size > limits().maxBytes()
                    ? Problem.videoTooLarge(limits().maxBytes())
                    : Problem.tooSlow(Limits.IDLE.toSeconds()));
          } else if (incoming.size == 0) {
            incoming.refuse(Problem.noVideo());
          } else {
            incoming.take(0, () -> start(exchange, response, job));
          }
        });
  }

  private void start(Exchange exchange, Response response, VideoJob job) throws IOException {
    if (exchange.answered() || !jobs.start(job)) {
      exchange.answer(Problem.stopping()); // or whatever was answered before
      return;
    }
    response.getHeaders().put(HttpHeader.LOCATION, ROOT + "/" + job.id());
    exchange.answer(
        202,
        JsonWriter.text(
            json -> {
              json.field("id", job.id());
              json.field("state", "waiting");
            }));
  }

  private void stream(Exchange exchange, VideoJob job) {
    Connection connection = exchange.request().getConnectionMetaData().getConnection();
    headers.renew(connection, limits().lifetime());
    var scheduler = exchange.request().getComponents().getScheduler();
    exchange.answerInPieces(
        "application/x-ndjson",
        (response, callback) -> new VideoStream(job, response, callback, scheduler).start());
  }

  /** Ends uploads and analyses, and so the answers that wait for them. */
  void stop() {
    jobs.stop();
    uploads.forEach(upload -> upload.answer(Problem.stopping()));
  }

  /** After {@link #stop()}: deletes all that is left. */
  void close(Duration atMost) {
    jobs.close(atMost);
  }

  /** An upload; the first thing that goes wrong with it ends it. */
  private final class Incoming {
    private final Exchange exchange;
    private final VideoJob job;
    private long size;

    Incoming(Exchange exchange, VideoJob job) {
      this.exchange = exchange;
      this.job = job;
    }

    private interface Step {
      void run() throws IOException;
    }

    void take(int bytes, Step step) {
      size += bytes;
      if (exchange.answered()) {
        return;
      }
      if (size > limits().maxBytes()) {
        refuse(Problem.videoTooLarge(limits().maxBytes()));
        return;
      }
      try {
        step.run();
      } catch (IOException e) {
        LOG.warn("a video could not be written: {}", e.getMessage());
        refuse(Problem.noRoom());
      }
    }

    void refuse(Problem problem) {
      jobs.forget(job);
      exchange.answer(problem);
    }
  }
}
