package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  private static final byte[] FILE = "the model".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private String cacheBefore;
  private Path cache;
  private Path catalog;
  private HttpServer server;
  private String mirror;

  @BeforeEach
  void startMirror() throws Exception {
    cacheBefore = System.getProperty("fer.cache");
    cache = folder.resolve("cache");
    System.setProperty("fer.cache", cache.toString());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/models/own.onnx",
        exchange -> {
          exchange.sendResponseHeaders(200, FILE.length);
          exchange.getResponseBody().write(FILE);
          exchange.close();
        });
    server.start();
    mirror = "http://127.0.0.1:" + server.getAddress().getPort() + "/models";
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(FILE));
    catalog =
        Files.writeString(
            folder.resolve("own.properties"), entry("own", sha256) + entry("lost", sha256));
  }

  private static String entry(String id, String sha256) {
    return """
        ID.file = ID.onnx
        ID.version = 7
        ID.url = http://127.0.0.1:1/ID.onnx
        ID.sha256 = %s
        ID.size = %d
        ID.license = MIT
        ID.description = One of the user's
        """
        .replace("ID", id)
        .formatted(sha256, FILE.length);
  }

  @AfterEach
  void stopMirror() {
    server.stop(0);
    if (cacheBefore == null) {
      System.clearProperty("fer.cache");
    } else {
      System.setProperty("fer.cache", cacheBefore);
    }
  }

  @Test
  void listsThePublishedModels() {
    Run run = Run.of("models", "list");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(cache.toString(), "yunet", "ultraface", "MIT", "not fetched");
    assertThat(Run.of("models", "list", "--json").json())
        .containsEntry("directory", cache.toString())
        .hasEntrySatisfying("models", models -> assertThat((List<?>) models).hasSize(2));
  }

  @Test
  void pullsFromAMirrorAndVerifies() throws Exception {
    Run pulled = Run.of("models", "pull", "own", "--catalog", "" + catalog, "--mirror", mirror);
    assertThat(pulled.err()).isEmpty();
    assertThat(pulled.exitCode()).isZero();
    Path file = cache.resolve("own.onnx");
    assertThat(pulled.out()).contains("own", file.toString());
    assertThat(file).hasBinaryContent(FILE);
    assertThat(Run.of("models", "list", "--catalog", "" + catalog).out()).contains("there");
    assertThat(Run.of("models", "pull", "own", "--offline", "--catalog", "" + catalog).exitCode())
        .isZero();

    assertThat(model(Run.of("models", "verify", "--json", "--catalog", "" + catalog), 0))
        .containsEntry("status", "sound")
        .containsEntry("file", file.toString());
    Files.writeString(file, "teh model");
    Run verified = Run.of("models", "verify", "--catalog", "" + catalog);
    assertThat(verified.exitCode()).isEqualTo(1);
    assertThat(verified.out()).contains("own: damaged", "fer models pull own");
  }

  @Test
  void pullsTheOthersWhenOneFails() {
    Run run =
        Run.of(
            "models",
            "pull",
            "lost",
            "own",
            "--json",
            "--catalog",
            "" + catalog,
            "--mirror",
            mirror);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("lost", "404");
    assertThat(model(run, 0)).containsEntry("id", "lost").containsKey("error");
    assertThat(model(run, 1)).containsEntry("file", cache.resolve("own.onnx").toString());
  }

  @Test
  void connectsToNothingOffline() {
    Run run = Run.of("models", "pull", "yunet", "--offline");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("yunet", "offline").doesNotContain("at io.github");
  }

  @Test
  void whatIsNamedMustBeThereToBeVerified() {
    assertThat(Run.of("models", "verify").exitCode()).isZero();
    Run named = Run.of("models", "verify", "yunet");
    assertThat(named.exitCode()).isEqualTo(1);
    assertThat(named.out()).contains("yunet: absent");
  }

  @Test
  void wrongUsageIsToldFromFailure() {
    assertThat(Run.of("models").exitCode()).isEqualTo(2);
    assertThat(Run.of("models", "pull").exitCode()).isEqualTo(2);
    Run unknown = Run.of("models", "pull", "resnet");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("resnet", "ultraface", "yunet");
    Run mirrored = Run.of("models", "pull", "yunet", "--mirror", "ftp://localhost");
    assertThat(mirrored.exitCode()).isEqualTo(2);
    assertThat(mirrored.err()).contains("--mirror", "ftp://localhost");
    Run catalogue = Run.of("models", "list", "--json", "--catalog", "" + folder.resolve("none"));
    assertThat(catalogue.exitCode()).isEqualTo(1);
    assertThat(catalogue.json()).containsKey("error");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> model(Run run, int index) {
    return (Map<String, Object>) ((List<?>) run.json().get("models")).get(index);
  }
}
