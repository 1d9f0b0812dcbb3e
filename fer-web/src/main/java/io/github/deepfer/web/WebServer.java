package io.github.deepfer.web;

import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.support.PrivateDirectory;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.web.video.VideoJobs;
import io.github.deepfer.web.video.VideoLimits;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server with the web page, the HTTP interface and the live WebSocket. Serves from {@link
 * Builder#start()} to {@link #close()}; keeps nothing, and writes no file but {@linkplain
 * Builder#videos videos}. Thread-safe.
 *
 * <pre>{@code
 * try (Pipeline pipeline = Pipeline.create();
 *     WebServer server = WebServer.builder(pipeline).port(8080).start()) {
 *   System.out.println(server.uri());
 *   server.join();
 * }
 * }</pre>
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int NETWORK_THREADS = 16;
  private static final int MAX_FRAME_BYTES = 4 << 20;

  /** All of it, since those who stop services kill what takes 30 seconds. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(25);

  /** For what is left after the last request: idle connections, cut off in a tenth of it. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler requests;
  private final ServerWebSocketContainer sockets;
  private final Workers workers;
  private final @Nullable VideoRequests videos;
  private final Duration shutdown;
  private final String host;
  private final boolean everywhere;
  private final int port;

  private WebServer(Builder builder) throws IOException {
    host = builder.host;
    shutdown = builder.shutdown;
    InetAddress address = address(host);
    everywhere = address.isAnyLocalAddress();
    Limits limits = builder.limits();
    workers = new Workers(limits.workers(), limits.queue());
    VideoJobs jobs = builder.videoJobs(limits);

    QueuedThreadPool threads = new QueuedThreadPool(NETWORK_THREADS, 4);
    threads.setName("fer-web");
    server = new Server(threads);
    connector = connector(server, address, builder.port);
    server.addBean(new NetworkConnectionLimit(Limits.MAX_CONNECTIONS, connector));
    HeaderDeadline headers = new HeaderDeadline(connector.getScheduler(), limits);
    connector.addBean(headers);
    Visitors visitors = new Visitors(limits);
    connector.addBean(visitors);
    server.setStopTimeout(GOODBYE.toMillis());
    server.setErrorHandler(new ErrorResponses());
    Metrics metrics = new Metrics();
    AllowedOrigins origins = new AllowedOrigins(builder.origins);
    RequestLog counts = (request, response) -> metrics.response(response.getStatus());
    server.setRequestLog(
        builder.accessLog ? new RequestLog.Collection(counts, new AccessLog()) : counts);

    WebSocketUpgradeHandler upgrades =
        WebSocketUpgradeHandler.from(server, sockets -> configure(sockets, limits));
    sockets = upgrades.getServerWebSocketContainer();
    videos = jobs == null ? null : new VideoRequests(jobs, headers, visitors);
    upgrades.setHandler(
        new WebHandler(
            builder.pipeline,
            limits,
            workers,
            metrics,
            new Guard(address.isLoopbackAddress(), host, origins),
            origins,
            headers,
            visitors,
            sockets,
            videos));
    requests = new GracefulHandler(upgrades);
    server.setHandler(requests);
    start(builder.port);
    port = connector.getLocalPort();
  }

  private static InetAddress address(String host) throws IOException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("host " + host + " is unknown; give a name or address of here", e);
    }
  }

  private static ServerConnector connector(Server server, InetAddress address, int port) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(8 << 10);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(Limits.IDLE.toMillis());
    connector.setShutdownIdleTimeout(GOODBYE.toMillis() / 10);
    server.addConnector(connector);
    return connector;
  }

  private static void configure(ServerWebSocketContainer sockets, Limits limits) {
    long most = Math.min(MAX_FRAME_BYTES, limits.maxBodyBytes());
    sockets.setMaxBinaryMessageSize(most);
    sockets.setMaxFrameSize(most);
    sockets.setMaxTextMessageSize(1024);
    // A client that never reads its answers is cut off.
    sockets.setMaxOutgoingFrames(32);
    sockets.setIdleTimeout(Limits.IDLE);
  }

  private void start(int wanted) throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(explain(e, wanted), e);
    }
  }

  private String explain(Exception failure, int wanted) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "port "
            + wanted
            + " of "
            + host
            + " cannot be used ("
            + cause.getMessage()
            + "); choose another, or 0 for any free one";
      }
    }
    return "the server did not start: " + failure.getMessage();
  }

  /**
   * Starts a server with choices of its own.
   *
   * @param pipeline what analyzes; stays the caller's, to be closed after the server
   * @return a builder with defaults: loopback, any free port
   */
  public static Builder builder(Pipeline pipeline) {
    return new Builder(pipeline);
  }

  /**
   * Where the page is, on this machine if the server listens at all of its addresses.
   *
   * @return for example {@code http://127.0.0.1:8080/}
   */
  public URI uri() {
    String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    if (everywhere) {
      name = "localhost"; // since no browser goes to 0.0.0.0
    }
    return URI.create("http://" + name + ":" + port + "/");
  }

  /**
   * Waits until the server is closed.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  public void join() throws InterruptedException {
    server.join();
  }

  /**
   * Takes no more requests and finishes those that run, for at most 25 seconds in all; what is
   * stuck then is left to itself. A second call does nothing. Not for a shutdown hook: by then ONNX
   * Runtime is being closed by a hook of its own, and a running request would crash the JVM.
   */
  @Override
  public void close() {
    // At once, or new connections would wait in line only to be cut off at the end.
    long deadline = System.nanoTime() + shutdown.toNanos();
    connector.close();
    if (videos != null) {
      videos.stop();
    }
    try {
      CompletableFuture.allOf(requests.shutdown(), Graceful.shutdown(sockets))
          .get(shutdown.minus(GOODBYE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("requests that did not finish in {} are cut off", shutdown);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the server did not stop properly", e);
    } finally {
      workers.close(left(deadline));
      if (videos != null) {
        videos.close(left(deadline));
      }
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  /** The choices of a server. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_VIDEOS = 8;

    /** Of a frame: decoders keep up to 16, outside the heap, some of six bytes a pixel. */
    private static final long MAX_VIDEO_PIXELS = 4096 * 2304;

    private static final int MAX_VIDEOS_PER_VISITOR = 2;
    private static final Duration VIDEO_LIFETIME = Duration.ofHours(1);

    private final Pipeline pipeline;
    private String host = "127.0.0.1";
    private int port;
    private long maxBodyBytes = 20L << 20;
    private long maxPixels = 50_000_000;
    private int workers = Runtime.getRuntime().availableProcessors();
    private Optional<Integer> queue = Optional.empty();
    private Duration timeout = Duration.ofSeconds(30);
    private Duration shutdown = SHUTDOWN;
    private OptionalInt perAddress = OptionalInt.empty();
    private boolean accessLog = true;
    private final Set<String> origins = new LinkedHashSet<>();
    private @Nullable BiFunction<? super Path, ? super ImageLimits, ? extends FrameSource> opener;
    private long maxVideoBytes = 200L << 20;
    private Duration maxVideoDuration = Duration.ofMinutes(10);
    private Duration videoLease = Duration.ofMinutes(2);

    /** Only its user can read it; the next server deletes it if this one is killed. */
    private VideoJobs.NewFolder videoFolder = () -> PrivateDirectory.createTemporary("fer-videos");

    private Builder(Pipeline pipeline) {
      this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
    }

    /**
     * The address to listen at. Anything but loopback opens the server to other machines.
     *
     * @param name a name or an IP address
     * @return this
     */
    public Builder host(String name) {
      host = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * The port.
     *
     * @param number 1 to 65535, or 0 for any free one
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder port(int number) {
      port = (int) check("port", number, 0, 65535);
      return this;
    }

    /**
     * The largest request. It is never more than an eighth of the heap.
     *
     * @param bytes at least 1; 20 MiB if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxBodyBytes(long bytes) {
      maxBodyBytes = check("body bytes", bytes, 1, Integer.MAX_VALUE - 16);
      return this;
    }

    /**
     * The largest picture. It is never more than what half of the heap can hold, at ten bytes a
     * pixel.
     *
     * @param pixels at least 1; 50 million if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxPixels(long pixels) {
      maxPixels = check("pixels", pixels, 1, Long.MAX_VALUE);
      return this;
    }

    /**
     * How many analyses run at the same time.
     *
     * @param count at least 1; the number of processors if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder workers(int count) {
      workers = (int) check("workers", count, 1, 1024);
      return this;
    }

    /**
     * How many complete requests may wait for a worker; one more is answered 503.
     *
     * @param count at least 0; four per worker if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder queue(int count) {
      queue = Optional.of((int) check("queue", count, 0, 100_000));
      return this;
    }

    /**
     * How long a request may take from its header to its answer.
     *
     * @param limit at least a millisecond; 30 seconds if not called
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public Builder timeout(Duration limit) {
      check("timeout in milliseconds", limit.toMillis(), 1, Integer.MAX_VALUE);
      timeout = limit;
      return this;
    }

    /**
     * How many connections one address may have, or one network of 64 bits with IPv6; of live ones
     * it never has more than half.
     *
     * @param count 1 to 1024; if not called 256, and any number from this machine itself, where a
     *     proxy may run
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxConnectionsPerAddress(int count) {
      int most = Limits.MAX_CONNECTIONS;
      perAddress = OptionalInt.of((int) check("connections per address", count, 1, most));
      return this;
    }

    /**
     * Whether each request leaves a line with its address, under the logger {@code
     * io.github.deepfer.web.access} with level INFO.
     *
     * @param keep true if not called
     * @return this
     */
    public Builder accessLog(boolean keep) {
      accessLog = keep;
      return this;
    }

    /**
     * Lets the pages of another site use the server: they may send pictures to {@code
     * /api/analyze}, open {@code /api/live} and read all answers. None may if not called.
     *
     * @param origin scheme, host and port as browsers send them, without a path, such as {@code
     *     http://localhost:3000}; may be called for several
     * @return this
     * @throws IllegalArgumentException if it is no origin
     */
    public Builder allowOrigin(String origin) {
      origins.add(AllowedOrigins.check(Objects.requireNonNull(origin, "origin")));
      return this;
    }

    /**
     * Takes videos, too. They are written to a directory in {@code java.io.tmpdir} that only this
     * user can read, and deleted once they are analyzed.
     *
     * @param reader opens a file of which only its sender knows what is in it, within limits that
     *     hold for each frame: {@code VideoReader::open} of {@code fer-ffmpeg}. FFmpeg is native
     *     code in this process, so think who can reach the server
     * @return this
     */
    public Builder videos(
        BiFunction<? super Path, ? super ImageLimits, ? extends FrameSource> reader) {
      opener = Objects.requireNonNull(reader, "reader");
      return this;
    }

    /**
     * The largest video. As much again is kept of what is found on one.
     *
     * @param bytes at least 1; 200 MiB if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxVideoBytes(long bytes) {
      maxVideoBytes = check("video bytes", bytes, 1, 1L << 40);
      return this;
    }

    /**
     * The longest video, in its own time.
     *
     * @param limit a second to a day; 10 minutes if not called
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxVideoDuration(Duration limit) {
      check("seconds of a video", limit.toSeconds(), 1, Duration.ofDays(1).toSeconds());
      maxVideoDuration = limit;
      return this;
    }

    /** For tests: how long a video is kept that nobody asks about, and where. */
    Builder videosKept(Duration time, Path folder) {
      videoLease = time;
      videoFolder = () -> Files.createDirectories(folder);
      return this;
    }

    /** For tests: how long {@link WebServer#close} may take. */
    Builder shutdown(Duration atMost) {
      shutdown = atMost;
      return this;
    }

    /**
     * Starts the server.
     *
     * @return a running server that the caller closes
     * @throws IOException if the address cannot be used
     */
    public WebServer start() throws IOException {
      return new WebServer(this);
    }

    private Limits limits() {
      return new Limits(
          maxBodyBytes, maxPixels, workers, queue.orElse(4 * workers), timeout, perAddress);
    }

    private @Nullable VideoJobs videoJobs(Limits limits) throws IOException {
      if (opener == null) {
        return null;
      }
      VideoLimits videos =
          new VideoLimits(
              maxVideoBytes,
              maxVideoDuration,
              new ImageLimits(Math.min(limits.sharedPixels(), MAX_VIDEO_PIXELS), maxVideoBytes),
              Math.max(1, limits.workers() / 2),
              MAX_VIDEOS,
              MAX_VIDEOS_PER_VISITOR,
              videoLease,
              VIDEO_LIFETIME);
      return new VideoJobs(pipeline, opener, videos, videoFolder);
    }

    private static long check(String what, long value, long least, long most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            what + " must be between " + least + " and " + most + ", got " + value);
      }
      return value;
    }
  }
}
