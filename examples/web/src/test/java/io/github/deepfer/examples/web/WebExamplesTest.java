package io.github.deepfer.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The programs of docs/frameworks.md run in their frameworks. */
@Timeout(120)
class WebExamplesTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path SOURCES = Path.of("src/main/java/io/github/deepfer/examples/web");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\n(.*?)```");

  @TempDir Path folder;

  @Test
  void theDocumentationShowsEachProgramAsItIs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      assertThat(blocks("java"))
          .containsExactlyInAnyOrderElementsOf(files.map(WebExamplesTest::code).toList());
    }
  }

  /** Without the package, which is the user's own. */
  private static String code(Path file) {
    try {
      return Files.readString(file).replace("\r", "").replaceFirst("package .*;\n\n", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve("docs/frameworks.md")).replace("\r", ""))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  void theSpringApplicationAnswers() throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(FacesApplication.class, "--server.port=0")) {
      int port = context.getEnvironment().getRequiredProperty("local.server.port", int.class);
      assertAnswers(port, "/probabilities/top");
      assertThat(post(port, BodyPublishers.ofString("no picture")).body())
          .contains("\"status\":400", "\"detail\":\"", "picture");
    }
  }

  @Test
  void theServletAnswers() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "faces", new FacesServlet());
    context.addServletMappingDecoded("/faces", "faces");
    tomcat.getConnector();
    tomcat.start();
    try {
      assertAnswers(tomcat.getConnector().getLocalPort(), "/emotion");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static void assertAnswers(int port, String emotion) throws Exception {
    HttpResponse<String> answer =
        post(port, BodyPublishers.ofFile(ROOT.resolve("pictures/pair.png")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    JsonNode document = JsonMapper.shared().readTree(answer.body());
    assertThat(document.get("width").intValue()).isEqualTo(640);
    assertThat(document.get("faces").valueStream().map(face -> face.at(emotion).stringValue()))
        .containsExactly("happy", "surprise");
    assertThat(post(port, BodyPublishers.ofString("no picture")).statusCode()).isEqualTo(400);
  }

  private static HttpResponse<String> post(int port, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/faces"))
            .header("Content-Type", "image/png")
            .POST(body)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
