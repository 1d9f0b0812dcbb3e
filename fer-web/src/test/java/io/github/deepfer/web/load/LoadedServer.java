package io.github.deepfer.web.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.web.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The real server in a process of its own, on a free port of loopback, which tells how much it
 * holds. Its heap is resident from the start, so that what grows beside it is native.
 */
final class LoadedServer implements AutoCloseable {
  static final long MAX_BODY = 2 << 20;

  private final Process process;
  private final BufferedReader answers;
  private final URI address;
  private long asked;

  /**
   * What the process holds.
   *
   * @param heap bytes of live objects, after a collection
   * @param resident bytes of its memory that are in use, 0 where the system does not tell
   * @param threads how many run
   * @param files open files and sockets, 0 where the system does not tell
   * @param written bytes that went to disks so far, 0 where the system does not tell
   */
  record Footprint(long heap, long resident, long threads, long files, long written) {}

  LoadedServer() throws IOException {
    List<String> options =
        List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    process =
        ChildJvm.of(options, LoadedServer.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    address = URI.create(answers.readLine());
  }

  URI address() {
    return address;
  }

  Footprint footprint() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String[] numbers = answers.readLine().split(" ");
      return new Footprint(
          Long.parseLong(numbers[0]),
          Long.parseLong(numbers[1]),
          Long.parseLong(numbers[2]),
          Long.parseLong(numbers[3]),
          Long.parseLong(numbers[4]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number of {@code /metrics}, 0 if it is not there yet. */
  long metric(String name) {
    asked++;
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      String text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return text.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often {@link #metric} has asked; the server counts these answers too. */
  long asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  public static void main(String[] args) throws IOException {
    try (Pipeline pipeline = Pipeline.create();
        WebServer server = WebServer.builder(pipeline).maxBodyBytes(MAX_BODY).start()) {
      System.out.println(server.uri());
      while (System.in.read() >= 0) {
        System.out.println(measure());
      }
    }
  }

  private static String measure() throws IOException {
    // The second collection takes what the first made unreachable by its cleaners.
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long threads = ManagementFactory.getThreadMXBean().getThreadCount();
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    return String.join(
        " ",
        List.of(
            "" + heap,
            "" + (process("status", "VmRSS:") << 10),
            "" + threads,
            "" + files,
            "" + process("io", "write_bytes:")));
  }

  /** A number that Linux tells of this process. */
  private static long process(String file, String name) throws IOException {
    Path path = Path.of("/proc/self", file);
    if (!Files.isReadable(path)) {
      return 0;
    }
    return Files.readAllLines(path).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
