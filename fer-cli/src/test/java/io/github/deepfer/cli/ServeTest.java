package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServeTest {
  private static final Path PICTURE = Path.of("..", "pictures", "pair.png");

  /** {@code fer serve} in a process of its own, after it has said where it is. */
  private record Serving(Process process, URI address) implements AutoCloseable {
    static Serving start(String... options) throws IOException {
      List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0"));
      arguments.addAll(List.of(options));
      Process process =
          Run.childJvm(List.of(), arguments.toArray(String[]::new))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      assertThat(line).matches("DeepFER is at http://\\S+:\\d+/ \\(Ctrl-C stops it\\)");
      return new Serving(process, URI.create(line.split(" ")[3]));
    }

    Socket connect() throws IOException {
      Socket socket = new Socket("127.0.0.1", address.getPort());
      socket.setSoTimeout(60_000);
      return socket;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void answersAtTheAddressItPrints() throws Exception {
    try (Serving server = Serving.start()) {
      assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
      HttpRequest health = HttpRequest.newBuilder(server.address().resolve("/health")).build();
      assertThat(HttpClient.newHttpClient().send(health, BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void takesVideosUnlessToldOtherwise() throws Exception {
    try (Serving server = Serving.start("--max-video", "3", "--max-video-time", "90");
        Serving without = Serving.start("--max-video", "0")) {
      assertThat(info(server)).contains("\"videos\":{\"maxBytes\":3145728,\"maxSeconds\":90,");
      assertThat(info(without)).doesNotContain("\"videos\"");
    }
  }

  private static String info(Serving server) throws Exception {
    HttpRequest info = HttpRequest.newBuilder(server.address().resolve("/api/info")).build();
    return HttpClient.newHttpClient().send(info, BodyHandlers.ofString()).body();
  }

  @Test
  void finishesARunningRequestWhenItIsToldToStop() throws Exception {
    byte[] picture = Files.readAllBytes(PICTURE);
    try (Serving server = Serving.start();
        Socket socket = server.connect()) {
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out.write(
          ("POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
                  + "Expect: 100-continue\r\nContent-Length: "
                  + picture.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(in.readLine()).isEmpty();

      server.process().destroy();
      awaitRefusal(server);
      out.write(picture);
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(in.lines().filter(line -> line.startsWith("{")))
          .singleElement()
          .asString()
          .contains("\"happy\"", "\"surprise\"");
      assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.process().exitValue()).isZero();
    }
  }

  private static void awaitRefusal(Serving server) throws IOException {
    while (true) {
      try {
        server.connect().close();
      } catch (ConnectException e) {
        return;
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void isOpenToOtherMachinesOnlyWhenAsked() throws Exception {
    Optional<InetAddress> outer =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each.getAddress().length == 4 && !each.isLoopbackAddress())
            .findFirst();
    assumeTrue(outer.isPresent(), "this machine has no address but loopback");
    try (Serving closed = Serving.start();
        Serving open = Serving.start("--host", "0.0.0.0")) {
      assertThatThrownBy(() -> new Socket(outer.get(), closed.address().getPort()).close())
          .isInstanceOf(ConnectException.class);
      new Socket(outer.get(), open.address().getPort()).close();
    }
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Run run = Run.of("serve", "--port", "" + taken.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("fer: port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used")
          .contains("choose another")
          .doesNotContain("\tat ");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void wrongUsage() {
    for (String[] options :
        new String[][] {
          {"--port", "70000"},
          {"--port", "http"},
          {"--max-body", "0"},
          {"--timeout", "0"},
          {"--max-video", "-1"},
          {"--max-video-time", "0"},
          {"x"}
        }) {
      List<String> args = new ArrayList<>(List.of("serve"));
      args.addAll(List.of(options));
      Run run = Run.of(args.toArray(String[]::new));
      assertThat(run.exitCode()).as("%s", args).isEqualTo(2);
      assertThat(run.err()).startsWith("fer: ").hasLineCount(options[0].equals("x") ? 2 : 1);
    }
  }
}
