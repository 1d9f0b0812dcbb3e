package io.github.deepfer.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** A server on this machine that answers as a test says, and remembers what it was asked. */
final class FileServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  /** What a request was. */
  record Asked(String path, String range, String ifRange) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  FileServer(HttpServer server, ThrowingConsumer<HttpExchange> handler) {
    this.server = server;
    server.createContext("/", exchange -> handle(exchange, handler));
    server.setExecutor(threads);
    server.start();
  }

  static FileServer start(ThrowingConsumer<HttpExchange> handler) throws IOException {
    return new FileServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), handler);
  }

  /** One that serves a file as it should. */
  static FileServer of(byte[] file) throws IOException {
    return start(exchange -> serve(exchange, file));
  }

  private void handle(HttpExchange exchange, ThrowingConsumer<HttpExchange> handler)
      throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Range"),
            exchange.getRequestHeaders().getFirst("If-Range")));
    try {
      handler.accept(exchange);
    } catch (Throwable e) {
      throw new IOException(e);
    } finally {
      exchange.close();
    }
  }

  /** Answers a request for the whole or, if asked, for the rest of a file. */
  static void serve(HttpExchange exchange, byte[] file) throws IOException {
    int start = startOf(exchange);
    if (start >= file.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + start + "-" + (file.length - 1) + "/" + file.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, file.length - start);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(file, start, file.length - start);
    }
  }

  /** Promises the rest of a file and drops the connection before all of it was sent. */
  static void breakOff(HttpExchange exchange, byte[] file, int end) throws IOException {
    int start = startOf(exchange);
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + start + "-" + (file.length - 1) + "/" + file.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, file.length - start);
    exchange.getResponseBody().write(file, start, end - start);
    exchange.getResponseBody().flush();
  }

  static int startOf(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      return 0;
    }
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      throw new AssertionError("not a range: " + range);
    }
    return Integer.parseInt(matcher.group(1));
  }

  URI url(String file) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + file);
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
