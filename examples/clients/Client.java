import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** java Client.java http://127.0.0.1:8080 picture.png video.mp4 */
class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws IOException, InterruptedException {
    URI server = URI.create(args[0]);
    System.out.println(post(server.resolve("/api/analyze"), "image/png", args[1]).body());

    HttpResponse<String> sent = post(server.resolve("/api/videos"), "video/mp4", args[2]);
    String video = sent.headers().firstValue("Location").orElseThrow();
    URI frames = server.resolve(video + "/frames");
    try {
      // A line per frame, while it is analyzed.
      HTTP.send(HttpRequest.newBuilder(frames).build(), BodyHandlers.ofLines())
          .body()
          .forEach(System.out::println);
    } finally {
      HttpRequest delete = HttpRequest.newBuilder(server.resolve(video)).DELETE().build();
      HTTP.send(delete, BodyHandlers.discarding());
    }
  }

  private static HttpResponse<String> post(URI uri, String type, String file)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofFile(Path.of(file)))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.body());
    }
    return answer;
  }
}
