package io.github.deepfer.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is sent on a live connection is answered or ends it, and the next one is accepted. */
final class LiveTarget implements Target {
  private static final byte[] HANDSHAKE =
      """
      GET /api/live HTTP/1.1\r
      Host: localhost\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final FuzzedServer server = new FuzzedServer();

  LiveTarget() throws IOException {}

  @Override
  public void run(byte[] input) throws IOException {
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(HANDSHAKE);
      String answer = head(socket.getInputStream());
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new AssertionError("a new connection was answered: " + answer);
      }
      FuzzedServer.exchange(socket, input);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] picture : Seeds.pictures(2000)) {
      seeds.add(frame(0x82, picture));
    }
    seeds.add(frame(0x81, "text".getBytes(StandardCharsets.US_ASCII)));
    seeds.add(frame(0x89, new byte[] {1}));
    seeds.add(frame(0x88, new byte[] {0x03, (byte) 0xE8}));
    seeds.add(frame(0x02, new byte[] {1, 2, 3}));
    return seeds;
  }

  /** A masked frame whose mask changes nothing (RFC 6455, 5.2). */
  private static byte[] frame(int start, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) start);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    server.close();
  }
}
