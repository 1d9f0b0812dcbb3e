import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.Stream;

/** java Client.java http://127.0.0.1:8080 picture.png video.mp4 */
class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws InterruptedException {
    try {
      analyze(URI.create(args[0]), Path.of(args[1]), Path.of(args[2]));
    } catch (IOException | UncheckedIOException e) {
      String why = e.getMessage(); // without one for a server that is not there
      System.err.println(why == null ? args[0] + " does not answer: " + e : why);
      System.exit(1);
    }
  }

  private static void analyze(URI server, Path picture, Path videoFile)
      throws IOException, InterruptedException {
    System.out.println(post(server.resolve("/api/analyze"), "image/png", picture).body());

    HttpResponse<String> sent = post(server.resolve("/api/videos"), "video/mp4", videoFile);
    URI video = server.resolve(sent.headers().firstValue("Location").orElseThrow());
    HttpRequest frames = HttpRequest.newBuilder(URI.create(video + "/frames")).build();
    try (Stream<String> lines = HTTP.send(frames, BodyHandlers.ofLines()).body()) {
      // A line per frame, while it is analyzed; the last says how it ended.
      String last = lines.peek(System.out::println).reduce("no answer", (before, line) -> line);
      if (!last.contains("\"state\":\"done\"")) {
        throw new IOException(last);
      }
    } finally {
      HTTP.send(HttpRequest.newBuilder(video).DELETE().build(), BodyHandlers.discarding());
    }
  }

  private static HttpResponse<String> post(URI uri, String type, Path file)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofFile(file))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.body());
    }
    return answer;
  }
}
