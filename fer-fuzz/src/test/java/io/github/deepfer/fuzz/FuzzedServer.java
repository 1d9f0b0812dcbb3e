package io.github.deepfer.fuzz;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.fixtures.StubDetector;
import io.github.deepfer.web.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A server that finds nobody, and what a visitor sends to it and gets. */
final class FuzzedServer implements AutoCloseable {
  private static final int ANSWER_MILLIS = 90_000;

  private final Pipeline pipeline = Pipeline.builder().detector(StubDetector.ofNobody()).build();
  private final WebServer server;

  FuzzedServer() throws IOException {
    for (byte[] picture : Seeds.pictures(Seeds.MAX_BYTES)) {
      // Loads the decoders, which the first request would wait for.
      Image.decode(picture);
    }
    server =
        WebServer.builder(pipeline)
            .accessLog(false)
            .maxBodyBytes(1 << 20)
            .maxPixels(PictureTarget.PIXELS)
            .start();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.uri().getPort());
    // A server that neither answers nor hangs up is a finding.
    socket.setSoTimeout(ANSWER_MILLIS);
    return socket;
  }

  /** Sends all of it, says that there is no more, and reads until the server hangs up. */
  static String exchange(Socket socket, byte[] sent) throws IOException {
    try {
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
    } catch (IOException e) {
      // It may have heard enough.
    }
    return new String(readAll(socket.getInputStream()), StandardCharsets.ISO_8859_1);
  }

  /** A server that hangs up on unread data resets the connection. */
  private static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        all.write(piece, 0, count);
      }
    } catch (SocketException e) {
      // Reset.
    }
    return all.toByteArray();
  }

  @Override
  public void close() {
    server.close();
    pipeline.close();
  }
}
