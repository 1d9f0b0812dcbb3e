package io.github.deepfer.store;

import io.github.deepfer.api.ModelException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a model's bytes into a file, going on where an earlier try broke off. Whether they are the
 * right bytes is for the caller to check. One use, one thread.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  /** A server that drops the connection after every few bytes is given up at some point. */
  private static final int MAX_TRIES = 5;

  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client;
  private final KnownModel model;
  private final URI url;
  private final Path part;
  private final Duration silence;
  private final Duration limit;
  private final long start = System.nanoTime();
  private final LongConsumer progress;
  private @Nullable String entityTag;
  private boolean resumed;

  /** The transfer ended early, in a way that another try may go on from. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Prepares a download.
   *
   * @param url where to ask, the publisher's address or a mirror's
   * @param part the file, which may hold what an earlier try brought
   * @param silence how long the server may send nothing
   * @param limit how long all may take
   * @param progress is told the bytes that are there, which fall back when a server starts over
   */
  Download(
      HttpClient client,
      KnownModel model,
      URI url,
      Path part,
      Duration silence,
      Duration limit,
      LongConsumer progress) {
    this.client = client;
    this.model = model;
    this.url = url;
    this.part = part;
    this.silence = silence;
    this.limit = limit;
    this.progress = progress;
  }

  /**
   * Transfers what is missing.
   *
   * @throws ModelException if the server cannot be reached, refuses, or sends a file of another
   *     size
   * @throws IOException if the file cannot be written
   */
  void run() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      long before = present();
      if (before == model.size()) {
        return;
      }
      try {
        transfer(before);
        return;
      } catch (Broken e) {
        // A try that changed nothing would end the same way again.
        if (tries == MAX_TRIES || present() == before) {
          throw failed(e.getMessage() + "; try again, or name a mirror", e);
        }
        LOG.warn("Model {}: {}; going on", model.id(), e.getMessage());
      }
    }
  }

  /** Whether bytes of different answers were joined, which may come from different files. */
  boolean resumed() {
    return resumed;
  }

  private long present() throws IOException {
    if (Files.isSymbolicLink(part)) {
      // Whoever made it may want another file overwritten, or this one exchanged later.
      Files.delete(part);
    }
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void transfer(long present) throws IOException, InterruptedException {
    HttpResponse<ResponseBody> response = send(request(present), present);
    try (ResponseBody body = response.body()) {
      HttpHeaders headers = response.headers();
      switch (response.statusCode()) {
        case OK -> {
          checkLength(headers);
          entityTag = strongTag(headers);
          receive(body, 0);
        }
        case PARTIAL_CONTENT -> {
          if (present == 0 || !isRest(headers, present)) {
            Files.deleteIfExists(part);
            throw new Broken(
                url + " sends another part than the one that was asked for: " + range(headers),
                null);
          }
          entityTag = strongTag(headers);
          resumed = true;
          receive(body, present);
        }
        case RANGE_NOT_SATISFIABLE -> {
          Files.deleteIfExists(part);
          throw new Broken(url + " has no byte " + present, null);
        }
        default -> throw refused(response);
      }
    }
  }

  private HttpRequest request(long present) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).GET();
    if (present > 0) {
      request.header("Range", "bytes=" + present + "-");
      if (entityTag != null) {
        request.header("If-Range", entityTag);
      }
    }
    return request.build();
  }

  private HttpResponse<ResponseBody> send(HttpRequest request, long present)
      throws IOException, InterruptedException {
    AtomicBoolean answered = new AtomicBoolean();
    CompletableFuture<HttpResponse<ResponseBody>> answer =
        client.sendAsync(
            request,
            headers -> {
              answered.set(true);
              return new ResponseBody();
            });
    try {
      return answer.get(silence.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new Broken(url + " did not answer for " + silence.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // The client may notice the end of a body before it hands out the response.
      if (answered.get()) {
        throw brokeOff(present, cause);
      }
      throw new Broken(url + " cannot be reached: " + reason(cause), cause);
    } finally {
      // Ends the exchange if it is still open; without effect on a complete one.
      answer.cancel(true);
    }
  }

  private void checkLength(HttpHeaders headers) {
    long length = headers.firstValueAsLong("Content-Length").orElse(model.size());
    if (length != model.size()) {
      throw failed(url + " has " + length + " bytes; name a mirror that has the file", null);
    }
  }

  private boolean isRest(HttpHeaders headers, long present) {
    String rest = "bytes " + present + "-" + (model.size() - 1) + "/";
    return range(headers).equals(rest + model.size()) || range(headers).equals(rest + "*");
  }

  private static String range(HttpHeaders headers) {
    return headers.firstValue("Content-Range").orElse("no Content-Range");
  }

  /** RFC 9110, section 13.1.5: a weak tag does not promise equal bytes. */
  private static @Nullable String strongTag(HttpHeaders headers) {
    return headers.firstValue("ETag").filter(tag -> tag.startsWith("\"")).orElse(null);
  }

  private void receive(ResponseBody body, long start) throws IOException, InterruptedException {
    long at = start;
    try (FileChannel file =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      file.truncate(start).position(start);
      progress.accept(at);
      for (List<ByteBuffer> bytes = next(body, at); bytes != null; bytes = next(body, at)) {
        for (ByteBuffer buffer : bytes) {
          at += buffer.remaining();
          if (at > model.size()) {
            file.truncate(0);
            throw failed(url + " sends more than that; name a mirror that has the file", null);
          }
          while (buffer.hasRemaining()) {
            file.write(buffer);
          }
        }
        progress.accept(at);
      }
      file.force(true);
    }
    if (at < model.size()) {
      throw new Broken(url + " ended after " + at + " of " + model.size() + " bytes", null);
    }
  }

  private @Nullable List<ByteBuffer> next(ResponseBody body, long at)
      throws Broken, InterruptedException {
    Duration left = limit.minusNanos(System.nanoTime() - start);
    if (left.isZero() || left.isNegative()) {
      throw failed(
          url
              + " sent "
              + at
              + " bytes in "
              + limit.toSeconds()
              + " s, which is all the time there is; try later, or name a mirror",
          null);
    }
    try {
      return body.next(left.compareTo(silence) < 0 ? left : silence);
    } catch (IOException e) {
      throw brokeOff(at, e);
    }
  }

  private Broken brokeOff(long at, Throwable cause) {
    return new Broken(
        url + " broke off after " + at + " of " + model.size() + " bytes: " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private ModelException refused(HttpResponse<ResponseBody> response) {
    int status = response.statusCode();
    if (status >= 300 && status < 400) {
      return failed(
          response.uri()
              + " redirects to "
              + response.headers().firstValue("Location").orElse("nowhere")
              + ", which is not followed (too many redirects, or from https to http); name a"
              + " mirror",
          null);
    }
    return failed(
        response.uri() + " answers with HTTP status " + status + "; try later, or name a mirror",
        null);
  }

  private ModelException failed(String reason, @Nullable Throwable cause) {
    return new ModelException(
        "model "
            + model.id()
            + " ("
            + model.file()
            + ", "
            + model.size()
            + " bytes) cannot be fetched: "
            + reason,
        cause);
  }
}
