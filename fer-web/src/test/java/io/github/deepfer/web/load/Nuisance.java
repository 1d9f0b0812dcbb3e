package io.github.deepfer.web.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that does everything wrong until the time is up, and checks that it is told so. Its
 * value is how often.
 */
final class Nuisance implements Callable<Long> {
  private static final int DRIPPING = 8;

  private final URI server;
  private final long end;
  private final Random random;

  Nuisance(URI server, long end, long seed) {
    this.server = server;
    this.end = end;
    this.random = new Random(seed);
  }

  private interface Act {
    void run() throws IOException;
  }

  @Override
  public Long call() throws IOException {
    List<Act> acts =
        List.of(
            this::sendNoHttp,
            this::sendNoPicture,
            this::sendTooManyPixels,
            this::sendTooMuch,
            this::sendHalfABody,
            this::sendHalfAHeader,
            this::hangUp,
            this::readHalfAnAnswer);
    long count = 0;
    List<Socket> dripping = new ArrayList<>();
    try {
      while (System.nanoTime() < end) {
        acts.get((int) (count % acts.size())).run();
        drip(dripping);
        count++;
        LockSupport.parkNanos(50_000_000);
      }
    } finally {
      for (Socket socket : dripping) {
        socket.close();
      }
    }
    return count;
  }

  private void sendNoHttp() throws IOException {
    assertThat(exchange(concat(ascii("\u0001\u0002" + random.nextLong()), ascii("\r\n\r\n"))))
        .contains(" 400 ");
  }

  private void sendNoPicture() throws IOException {
    byte[] garbage = new byte[random.nextInt(50_000) + 1];
    random.nextBytes(garbage);
    assertThat(exchange(concat(head(garbage.length), garbage))).containsAnyOf(" 422 ", " 503 ");
  }

  private void sendTooManyPixels() throws IOException {
    byte[] bomb = Order.file("pair");
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    assertThat(exchange(concat(head(bomb.length), bomb))).containsAnyOf(" 422 ", " 503 ");
  }

  private void sendTooMuch() throws IOException {
    byte[] body = new byte[(int) LoadedServer.MAX_BODY + 1];
    boolean declared = random.nextBoolean();
    assertThat(
            exchange(
                declared
                    ? concat(head(body.length), body)
                    : concat(
                        ascii(
                            "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length)
                                + "\r\n"),
                        body,
                        ascii("\r\n0\r\n\r\n"))))
        .containsAnyOf(" 413 ", " 503 ");
  }

  private void sendHalfABody() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(concat(head(100_000), new byte[50_000]));
    }
  }

  private void sendHalfAHeader() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(ascii("POST /api/analyze HTTP/1.1\r\nHost: loc"));
    }
  }

  /** A good request whose sender resets the connection at once. */
  private void hangUp() throws IOException {
    byte[] picture = Order.file("pair");
    try (Socket socket = connect()) {
      socket.getOutputStream().write(concat(head(picture.length), picture));
      socket.setSoLinger(true, 0);
    }
  }

  private void readHalfAnAnswer() throws IOException {
    try (Socket socket = connect()) {
      socket.setReceiveBufferSize(4096);
      socket
          .getOutputStream()
          .write(ascii("GET /samples/team.png HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      assertThat(socket.getInputStream().readNBytes(4096)).hasSize(4096);
    }
  }

  /** Bodies that come a byte at a time, and are told so when their time is up. */
  private void drip(List<Socket> dripping) throws IOException {
    if (dripping.size() < DRIPPING) {
      Socket socket = connect();
      socket.getOutputStream().write(head(1_000_000));
      dripping.add(socket);
    }
    for (Socket socket : List.copyOf(dripping)) {
      if (socket.getInputStream().available() > 0) {
        assertThat(firstLine(socket)).contains(" 408 ");
        socket.close();
        dripping.remove(socket);
      } else {
        socket.getOutputStream().write('x');
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private String exchange(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
      } catch (SocketException e) {
        // Refused and closed before all of it was sent: the answer must be here all the same.
      }
      return firstLine(socket);
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    String line =
        new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
            .readLine();
    return line == null ? "no answer" : line + " ";
  }

  private static byte[] head(int length) {
    return ascii(
        "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
            + "Content-Length: "
            + length
            + "\r\n\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] concat(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
