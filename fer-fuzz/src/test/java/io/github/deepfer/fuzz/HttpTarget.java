package io.github.deepfer.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The input's first byte says whether the rest is a form, a picture, or all that is sent. A request
 * is answered, never by 500; what is none may be hung up on.
 */
final class HttpTarget implements Target {
  private static final int FORM = 0;
  private static final int PICTURE = 1;
  private static final int ALL = 2;

  private final FuzzedServer server = new FuzzedServer();

  HttpTarget() throws IOException {}

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    int kind = (input[0] & 0xFF) % 3;
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] sent =
        switch (kind) {
          case FORM -> post("multipart/form-data; boundary=b", rest);
          case PICTURE -> post("image/png", rest);
          default -> rest;
        };
    try (Socket socket = server.connect()) {
      String answer = FuzzedServer.exchange(socket, sent);
      boolean answered = answer.startsWith("HTTP/1.1 ");
      if (answer.startsWith("HTTP/1.1 500") || (kind != ALL && !answered)) {
        throw new AssertionError("answered: " + answer);
      }
    }
  }

  private static byte[] post(String type, byte[] body) {
    String head =
        "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return joined(head.getBytes(StandardCharsets.US_ASCII), body);
  }

  private static byte[] form(byte[] file) {
    String head = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\n";
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    return joined(head.getBytes(StandardCharsets.US_ASCII), file, end);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] file : Seeds.pictures(1000)) {
      seeds.add(joined(new byte[] {FORM}, form(file)));
      seeds.add(joined(new byte[] {PICTURE}, file));
      seeds.add(joined(new byte[] {ALL}, post("image/png", file)));
    }
    List<String> paths =
        List.of(
            "/", "/health", "/metrics", "/api/info", "/api/live", "/api/videos/1/frames", "/%2e");
    for (String path : paths) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      seeds.add(joined(new byte[] {ALL}, request.getBytes(StandardCharsets.US_ASCII)));
    }
    for (String start : List.of("POST /api/videos", "DELETE /api/videos/1")) {
      String request =
          start
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Content-Type: video/mp4\r\nContent-Length: 3\r\n\r\nabc";
      seeds.add(joined(new byte[] {ALL}, request.getBytes(StandardCharsets.US_ASCII)));
    }
    String chunked =
        "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            + "Origin: http://elsewhere\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    seeds.add(joined(new byte[] {ALL}, chunked.getBytes(StandardCharsets.US_ASCII)));
    return seeds;
  }

  @Override
  public void close() {
    server.close();
  }
}
